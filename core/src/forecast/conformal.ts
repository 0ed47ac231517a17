import { quantileOfSorted } from '../stats/index.ts';

/** How fast a side's tail probability follows misses, as a share of the tail; larger adapts faster and wobbles more. */
const LEARNING_RATE = 0.4;

/** Where the bounds stand around a forecast, in units of its noise; `low` is usually below 0. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Interval bounds from the signed errors of earlier forecasts, without assuming their shape: split conformal prediction
 * on a sliding window, each side on its own, with levels that adapt to the misses seen (Gibbs and Candès 2021), so that
 * coverage holds in the long run even when the errors change.
 */
export class ConformalBounds {
  readonly #tail: number;
  readonly #capacity: number;
  readonly #errors: number[] = [];
  readonly #sorted: number[] = [];
  #lowTail: number;
  #highTail: number;
  /** The answer until the next error: a horizon asks for it once a step. */
  #known: Bounds | undefined;

  /** `coverage` within 0–1, shared evenly between the two sides; `capacity` errors are remembered. */
  constructor(coverage: number, capacity: number) {
    this.#tail = (1 - coverage) / 2;
    this.#lowTail = this.#tail;
    this.#highTail = this.#tail;
    this.#capacity = capacity;
  }

  /** Number of errors that the bounds rest on. */
  get size(): number {
    return this.#errors.length;
  }

  /** `undefined` before the first error. */
  bounds(): Bounds | undefined {
    if (this.#sorted.length === 0) return undefined;
    this.#known ??= { low: -this.#reach(this.#lowTail, -1), high: this.#reach(this.#highTail, 1) };
    return this.#known;
  }

  /**
   * Takes in an error (actual − forecast, in units of noise) and whether the bounds given then held. `news` (0–1) is the share of
   * the error that earlier ones did not show already: levels that follow the same miss over and over only wobble.
   */
  learn(error: number, missed: 'low' | 'high' | 'none' | 'unknown', news = 1): void {
    if (missed !== 'unknown') {
      this.#lowTail = adapt(this.#lowTail, this.#tail, missed === 'low', news);
      this.#highTail = adapt(this.#highTail, this.#tail, missed === 'high', news);
    }
    this.#known = undefined;
    this.#errors.push(error);
    insertSorted(this.#sorted, error);
    if (this.#errors.length > this.#capacity) removeSorted(this.#sorted, this.#errors.shift()!);
  }

  /** How far the bound on one side lies from the forecast, positive outward. */
  #reach(tail: number, side: 1 | -1): number {
    const count = this.#sorted.length;
    // Of n errors and the next one, the next is the largest with probability 1 ÷ (n + 1).
    const rank = (1 - tail) * (count + 1) - 1;
    const outermost = side * this.#sorted[side > 0 ? count - 1 : 0]!;
    if (rank > count - 1) return beyond(outermost, this.#sorted, tail);
    const probability = Math.max(0, rank / Math.max(1, count - 1));
    return side * quantileOfSorted(this.#sorted, side > 0 ? probability : 1 - probability);
  }
}

/** Past the largest error there is no sample: widen it as exponential tails of the observed spread would. */
function beyond(outermost: number, sorted: readonly number[], tail: number): number {
  const count = sorted.length;
  const spread = (quantileOfSorted(sorted, 0.9) - quantileOfSorted(sorted, 0.1)) / 2.56;
  const scarcity = Math.log(1 / (tail * (count + 1)));
  return outermost + spread * Math.min(4, Math.max(0, scarcity)) * 0.5;
}

function adapt(tail: number, target: number, missed: boolean, news: number): number {
  const moved = tail + news * LEARNING_RATE * target * (missed ? target - 1 : target);
  return Math.min(0.5, Math.max(target / 20, moved));
}

function insertSorted(sorted: number[], value: number): void {
  sorted.splice(lowerBound(sorted, value), 0, value);
}

function removeSorted(sorted: number[], value: number): void {
  sorted.splice(lowerBound(sorted, value), 1);
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
