import { ConformalBounds } from './conformal.ts';

/** Bounds around each step, and around the largest value of the whole horizon. */
export interface HorizonBounds {
  readonly bounds: { readonly lower: Float64Array; readonly upper: Float64Array };
  readonly maximum: { readonly value: number; readonly upper: number };
}

export interface IntervalOptions {
  /** Steps to look ahead. */
  readonly horizon: number;
  /** Nominal coverage, 0–1. */
  readonly coverage: number;
  /** Origins whose errors the intervals rest on. */
  readonly capacity: number;
  /** How large the noise is at a level, up to a constant factor. */
  readonly noiseAt: (level: number) => number;
}

/** Largest number of groups of steps that keep their errors apart: two days by the hour each step for itself. */
const MAX_BANDS = 48;

/**
 * Intervals for every step of a horizon from the errors made there. Errors are counted in units of the noise at their level,
 * so that the errors of a night tell something about noon.
 */
export class HorizonIntervals {
  readonly #options: IntervalOptions;
  readonly #bands: readonly ConformalBounds[];
  readonly #maxima: ConformalBounds;
  #lastEnd: number | undefined;

  constructor(options: IntervalOptions) {
    const { horizon, coverage, capacity } = options;
    const bands = Math.min(MAX_BANDS, horizon);
    const perBand = Math.ceil(horizon / bands);
    this.#options = options;
    this.#maxima = new ConformalBounds(coverage, capacity);
    this.#bands = Array.from({ length: bands }, () => new ConformalBounds(coverage, capacity * perBand));
  }

  /** No bound lies below `floor`. `undefined` before there are errors to judge by. */
  around(combined: Float64Array, floor: number): HorizonBounds | undefined {
    const { noiseAt } = this.#options;
    const top = this.#maxima.bounds();
    if (top === undefined) return undefined;
    const lower = new Float64Array(combined.length);
    const upper = new Float64Array(combined.length);
    for (let step = 0; step < combined.length; step++) {
      const bounds = this.#band(step).bounds();
      if (bounds === undefined) return undefined;
      const value = combined[step]!;
      const unit = noiseAt(value);
      lower[step] = Math.min(value, Math.max(floor, value + unit * bounds.low));
      upper[step] = Math.max(value, value + unit * bounds.high);
    }
    const value = highest(combined);
    const maximum = { value, upper: Math.max(value, value + noiseAt(value) * top.high) };
    return { bounds: { lower, upper }, maximum };
  }

  /**
   * Takes in what came of a forecast: `actualAt` answers by step, `NaN` where nothing was observed. `said` are the bounds
   * given then, `end` is the first step that was unknown.
   */
  learn(
    combined: Float64Array,
    said: HorizonBounds | undefined,
    end: number,
    actualAt: (step: number) => number,
  ): void {
    const { noiseAt, horizon } = this.#options;
    // Origins less than a horizon apart looked at the same steps.
    const news = Math.min(1, (end - (this.#lastEnd ?? -Infinity)) / horizon);
    this.#lastEnd = end;
    let top = -Infinity;
    for (let step = 0; step < combined.length; step++) {
      const actual = actualAt(step);
      if (!Number.isFinite(actual)) continue;
      const value = combined[step]!;
      top = Math.max(top, actual);
      this.#band(step).learn((actual - value) / noiseAt(value), missedSide(actual, said, step), news);
    }
    if (top === -Infinity) return;
    // The highest of several noisy values lies above the highest of their means: so maxima are judged by maxima.
    const value = highest(combined);
    const missed = said === undefined ? 'unknown' : top > said.maximum.upper ? 'high' : 'none';
    this.#maxima.learn((top - value) / noiseAt(value), missed, news);
  }

  #band(step: number): ConformalBounds {
    return this.#bands[Math.floor((step * this.#bands.length) / this.#options.horizon)]!;
  }
}

function highest(values: Float64Array): number {
  let top = -Infinity;
  for (const value of values) top = Math.max(top, value);
  return top;
}

function missedSide(
  actual: number,
  said: HorizonBounds | undefined,
  step: number,
): 'low' | 'high' | 'none' | 'unknown' {
  if (said === undefined) return 'unknown';
  if (actual < said.bounds.lower[step]!) return 'low';
  return actual > said.bounds.upper[step]! ? 'high' : 'none';
}
