import { quantileOfSorted } from '../stats/index.ts';

/** Groups of steps that are corrected apart. */
const MOST_BANDS = 6;
/** Origins whose errors the correction rests on. */
const ORIGINS = 150;
/** Errors below which nothing is corrected. */
const FEWEST = 20;
/** Standard errors of the median within which a bias is taken for chance. */
const CHANCE = 0.75;

interface Band {
  readonly errors: number[];
  /** In units of noise; worked out when errors were added. */
  shift: number;
}

/**
 * What a forecast lies too low or too high by, of late: the median of its signed errors in units of the noise at their level, by group
 * of steps ahead. Models that fit means miss the middle of skewed noise; the absolute error is least at the median. Only the
 * part of it that exceeds chance is corrected.
 */
export class BiasCorrection {
  readonly #horizon: number;
  readonly #noiseAt: (level: number) => number;
  readonly #bands: readonly Band[];
  /** Origins that were learned from, the newest ones. */
  readonly #ends: number[] = [];

  constructor(horizon: number, noiseAt: (level: number) => number) {
    this.#horizon = horizon;
    this.#noiseAt = noiseAt;
    const bands = Math.min(MOST_BANDS, horizon);
    this.#bands = Array.from({ length: bands }, () => ({ errors: [], shift: 0 }));
  }

  /** The forecast without its bias. */
  apply(values: Float64Array): Float64Array {
    return values.map((value, step) => value + this.#bandOf(step).shift * this.#noiseAt(value));
  }

  /** Takes in what came of an uncorrected forecast made at `end`; `actualAt` answers by step, `NaN` where nothing was observed. */
  learn(values: Float64Array, end: number, actualAt: (step: number) => number): void {
    this.#ends.push(end);
    if (this.#ends.length > ORIGINS) this.#ends.shift();
    const perBand = Math.ceil(this.#horizon / this.#bands.length);
    for (let step = 0; step < values.length; step++) {
      const error = (actualAt(step) - values[step]!) / this.#noiseAt(values[step]!);
      if (!Number.isFinite(error)) continue;
      const { errors } = this.#bandOf(step);
      errors.push(error);
      if (errors.length > ORIGINS * perBand) errors.shift();
    }
    for (const band of this.#bands) band.shift = shiftOf(band.errors, this.#independent());
  }

  /** Origins that did not look at the same steps: those less than a horizon apart err together. */
  #independent(): number {
    const span = this.#ends[this.#ends.length - 1]! - this.#ends[0]!;
    return Math.min(this.#ends.length, 1 + span / this.#horizon);
  }

  #bandOf(step: number): Band {
    return this.#bands[Math.floor((step * this.#bands.length) / this.#horizon)]!;
  }
}

/** `independent` of the errors are, the others repeat them. */
function shiftOf(errors: readonly number[], independent: number): number {
  if (errors.length < FEWEST) return 0;
  const sorted = Float64Array.from(errors).sort();
  const median = quantileOfSorted(sorted, 0.5);
  const spread = (quantileOfSorted(sorted, 0.84) - quantileOfSorted(sorted, 0.16)) / 2;
  // The median of n normal values has a standard error of 1.25 σ ÷ √n.
  const chance = (CHANCE * 1.25 * spread) / Math.sqrt(independent);
  return Math.sign(median) * Math.max(0, Math.abs(median) - chance);
}
