import { exp2 } from './exp2.ts';
import { Histogram } from './histogram.ts';
import type { HistogramOptions } from './histogram-options.ts';

/**
 * Go's zero time, 1 January of year 1, in epoch milliseconds. A new histogram's reference lies here, and times are rounded to
 * multiples of the half-life counted from here.
 */
export const ZERO_TIME_MS = -62_135_596_800_000;

/** The reference moves when a sample is more than this many half-lives younger than it. */
const MAX_DECAY_EXPONENT = 100;

/**
 * A histogram in which a sample loses half its weight with every half-life. Older samples are not touched: a newer one
 * is added with weight × 2^((time − reference) ÷ halfLife), and the reference moves forward before that factor overflows.
 *
 * Mirrors VPA `pkg/recommender/util/decaying_histogram.go` (1.8.1). Times are epoch milliseconds.
 */
export class DecayingHistogram {
  readonly halfLifeMs: number;
  readonly #histogram: Histogram;
  #referenceMs = ZERO_TIME_MS;

  constructor(options: HistogramOptions, halfLifeMs: number) {
    if (!(halfLifeMs > 0)) throw new RangeError('A half-life is longer than 0.');
    this.#histogram = new Histogram(options);
    this.halfLifeMs = halfLifeMs;
  }

  /** The bare weights, as of {@link referenceMs}. */
  get weights(): Histogram {
    return this.#histogram;
  }

  /** The time at which a sample's weight counts once. */
  get referenceMs(): number {
    return this.#referenceMs;
  }

  isEmpty(): boolean {
    return this.#histogram.isEmpty();
  }

  percentile(p: number): number {
    return this.#histogram.percentile(p);
  }

  add(value: number, weight: number, timeMs: number): void {
    const factor = this.#decayFactor(timeMs);
    this.#histogram.add(value, weight * factor);
  }

  subtract(value: number, weight: number, timeMs: number): void {
    const factor = this.#decayFactor(timeMs);
    this.#histogram.subtract(value, weight * factor);
  }

  /**
   * Adds all of another histogram's samples. The one with the older reference is brought to the younger: that changes the
   * other histogram's weights, not what it says.
   *
   * @throws RangeError when half-lives or buckets differ.
   */
  merge(other: DecayingHistogram): void {
    if (other.halfLifeMs !== this.halfLifeMs) {
      throw new RangeError('Histograms with different half-lives do not merge.');
    }
    if (this.#referenceMs < other.#referenceMs) this.#moveReference(other.#referenceMs);
    else if (other.#referenceMs < this.#referenceMs) other.#moveReference(this.#referenceMs);
    this.#histogram.merge(other.#histogram);
  }

  /** Puts checkpointed weights on top of what is there and takes over their reference as it is, unrounded. */
  addBuckets(weights: ReadonlyMap<number, number>, totalWeight: number, referenceMs: number): void {
    this.#histogram.addBuckets(weights, totalWeight);
    this.#referenceMs = referenceMs;
  }

  #decayFactor(timeMs: number): number {
    if (timeMs > this.#referenceMs + MAX_DECAY_EXPONENT * this.halfLifeMs) this.#moveReference(timeMs);
    return exp2((timeMs - this.#referenceMs) / this.halfLifeMs);
  }

  /** The reference stays a multiple of the half-life, so that the factor is a power of two and loses nothing. */
  #moveReference(timeMs: number): void {
    const multiple = Math.floor((timeMs - ZERO_TIME_MS) / this.halfLifeMs + 0.5);
    const movedMs = ZERO_TIME_MS + multiple * this.halfLifeMs;
    const exponent = Math.floor((this.#referenceMs - movedMs) / this.halfLifeMs + 0.5);
    this.#histogram.scale(2 ** exponent);
    this.#referenceMs = movedMs;
  }
}
