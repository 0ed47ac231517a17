import { NORMAL_CONSISTENCY } from '../stats/index.ts';
import { SortedWindow } from './sorted-window.ts';

/** The past that a spike is measured against, and the longest that one may last; what lasts longer is a new level. */
const WINDOW_MS = 90 * 60_000;
/** How long values are back in bounds before an excursion has ended; one to three samples. */
const CALM_MS = 3 * 60_000;
const MOST_CALM = 3;
/** Steps that the window must hold to know its median. */
const FEWEST = 9;
const HIGH = 2.5;
const LOW = 0.25;
/** An excursion also stands out of the noise: by so many of its standard deviations. */
const DEVIATIONS = 6;

/** A value (observed scale) that stands at `index` in place of what was observed. */
export interface Correction {
  readonly index: number;
  readonly value: number;
}

const NONE: readonly Correction[] = [];

/**
 * Watches for excursions that came and went: runs above 2.5 times or below a quarter of the median of the 90 minutes before,
 * that are back in bounds for three minutes (one to three samples) within 90 minutes. Their values are to be replaced by that median, from the
 * sample on that shows the run to have ended: until then it may be a new level. A run that the cycle before showed too is a
 * habit, and stays. Steps of 10 minutes and less only; coarser ones cannot tell a spike from a morning.
 */
export class SpikeWatch {
  readonly #window: number;
  readonly #season: number;
  /** Samples back in bounds that end an excursion. */
  readonly #calm: number;
  /** The values before the one that comes next. */
  readonly #past: SortedWindow;
  #excursion: { readonly start: number; readonly bounds: UsualRange; calm: number } | undefined;

  /** `season` is the cycle's length in steps, 0 for none. */
  constructor(stepMs: number, season: number) {
    const window = Math.round(WINDOW_MS / stepMs);
    this.#window = window < FEWEST ? Infinity : window;
    this.#season = season;
    this.#calm = Math.min(MOST_CALM, Math.max(1, Math.round(CALM_MS / stepMs)));
    this.#past = new SortedWindow(window < FEWEST ? 0 : window);
  }

  /**
   * Takes in the value at `index` of `filled`, which has no gaps up to there; every index comes once and in order.
   * Answers the corrections that are known from now on, in order.
   */
  take(filled: Float64Array, index: number): readonly Correction[] {
    if (this.#window === Infinity) return NONE;
    const corrections = index < this.#window ? NONE : this.#judge(filled, index);
    this.#past.push(filled, index);
    return corrections;
  }

  #judge(filled: Float64Array, index: number): readonly Correction[] {
    if (this.#excursion !== undefined) return this.#follow(filled, index);
    const bounds = this.#brokenBounds(filled[index]!);
    if (bounds !== undefined) this.#excursion = { start: index, bounds, calm: 0 };
    return NONE;
  }

  /** The bounds that the value lies outside of; `undefined` inside. */
  #brokenBounds(value: number): UsualRange | undefined {
    const center = this.#past.median;
    const range = { center, low: LOW * center, high: HIGH * center };
    if (isInside(value, range)) return undefined;
    const noise = DEVIATIONS * NORMAL_CONSISTENCY * this.#past.medianDistance(center);
    const bounds = {
      center,
      low: Math.min(range.low, center - noise),
      high: Math.max(range.high, center + noise),
    };
    return isInside(value, bounds) ? undefined : bounds;
  }

  #follow(filled: Float64Array, index: number): readonly Correction[] {
    const excursion = this.#excursion!;
    const { start, bounds } = excursion;
    excursion.calm = isInside(filled[index]!, bounds) ? excursion.calm + 1 : 0;
    const ended = excursion.calm === this.#calm;
    // Without an end it is a new level, and the window has to hold it before anything is judged again.
    if (!ended && index - start + 1 < this.#window + this.#calm) return NONE;
    this.#excursion = undefined;
    return ended ? this.#corrections(filled, start, index - this.#calm + 1, bounds) : NONE;
  }

  #corrections(filled: Float64Array, start: number, end: number, bounds: UsualRange): Correction[] {
    const corrections: Correction[] = [];
    for (let index = start; index < end; index++) {
      const before = index - this.#season;
      const habit = this.#season > 0 && before >= 0 && !isInside(filled[before]!, bounds);
      if (!habit) corrections.push({ index, value: bounds.center });
    }
    return corrections;
  }
}

interface UsualRange {
  readonly center: number;
  readonly low: number;
  readonly high: number;
}

function isInside(value: number, { low, high }: UsualRange): boolean {
  return value >= low && value <= high;
}
