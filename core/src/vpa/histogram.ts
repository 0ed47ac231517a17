import type { HistogramOptions } from './histogram-options.ts';

/**
 * Weight by bucket. An estimate of a distribution that never interpolates: a percentile is the end of a bucket. Mutable,
 * because a simulator adds millions of samples.
 *
 * Mirrors VPA `pkg/recommender/util/histogram.go` (1.8.1), down to when a bucket stops counting as non-empty.
 */
export class Histogram {
  readonly options: HistogramOptions;
  readonly #weights: Float64Array;
  #totalWeight = 0;
  /** First bucket with weight, or the last bucket when none has. */
  #minBucket: number;
  /** Last bucket with weight, or 0 when none has. */
  #maxBucket = 0;

  constructor(options: HistogramOptions) {
    this.options = options;
    this.#weights = new Float64Array(options.numBuckets);
    this.#minBucket = options.numBuckets - 1;
  }

  get totalWeight(): number {
    return this.#totalWeight;
  }

  /** Weight of one bucket; 0 outside the scheme. */
  weightOf(bucket: number): number {
    return this.#weights[bucket] ?? 0;
  }

  /** Buckets that may hold weight, first to last, both included; `first > last` when the histogram never held any. */
  get range(): { readonly first: number; readonly last: number } {
    return { first: this.#minBucket, last: this.#maxBucket };
  }

  isEmpty(): boolean {
    return this.weightOf(this.#minBucket) < this.options.epsilon;
  }

  /** @throws RangeError for a negative weight. */
  add(value: number, weight: number): void {
    requireWeight(weight);
    this.#addToBucket(this.options.findBucket(value), weight);
  }

  /** Takes a sample out again. What falls below epsilon becomes 0. @throws RangeError for a negative weight. */
  subtract(value: number, weight: number): void {
    requireWeight(weight);
    const bucket = this.options.findBucket(value);
    this.#totalWeight = this.#subtracted(this.#totalWeight, weight);
    this.#weights[bucket] = this.#subtracted(this.weightOf(bucket), weight);
    this.#narrow();
  }

  /** Adds all of another histogram's weight. @throws RangeError when the two have different buckets. */
  merge(other: Histogram): void {
    if (other.options !== this.options) {
      throw new RangeError('Histograms with different buckets do not merge.');
    }
    for (let bucket = other.#minBucket; bucket <= other.#maxBucket; bucket++) {
      this.#weights[bucket] = this.weightOf(bucket) + other.weightOf(bucket);
    }
    this.#totalWeight += other.#totalWeight;
    this.#minBucket = Math.min(this.#minBucket, other.#minBucket);
    this.#maxBucket = Math.max(this.#maxBucket, other.#maxBucket);
  }

  /** Multiplies all weights by a factor of 0 or more: percentiles stay, buckets may fall below epsilon. */
  scale(factor: number): void {
    requireWeight(factor);
    for (let bucket = this.#minBucket; bucket <= this.#maxBucket; bucket++) {
      this.#weights[bucket] = this.weightOf(bucket) * factor;
    }
    this.#totalWeight *= factor;
    this.#narrow();
  }

  /** Puts given weights on top of what is there; used when a checkpoint is read. */
  addBuckets(weights: ReadonlyMap<number, number>, totalWeight: number): void {
    for (const [bucket, weight] of weights) {
      this.#minBucket = Math.min(this.#minBucket, bucket);
      this.#maxBucket = Math.max(this.#maxBucket, bucket);
      this.#weights[bucket] = this.weightOf(bucket) + weight;
    }
    this.#totalWeight += totalWeight;
    this.#narrow();
  }

  /**
   * The end of the first bucket at which the cumulative weight reaches `p × totalWeight`, or of the last non-empty bucket;
   * for the scheme's last bucket, which has no end, its start. 0 when the histogram is empty. `p` below 0 or above 1 gives
   * the smallest and the largest value.
   */
  percentile(p: number): number {
    if (this.isEmpty()) return 0;
    const threshold = p * this.#totalWeight;
    let cumulative = 0;
    let bucket = this.#minBucket;
    for (; bucket < this.#maxBucket; bucket++) {
      cumulative += this.weightOf(bucket);
      if (cumulative >= threshold) break;
    }
    return this.options.bucketStart(Math.min(bucket + 1, this.options.numBuckets - 1));
  }

  #addToBucket(bucket: number, weight: number): void {
    const filled = this.weightOf(bucket) + weight;
    this.#weights[bucket] = filled;
    this.#totalWeight += weight;
    if (filled < this.options.epsilon) return;
    if (bucket < this.#minBucket) this.#minBucket = bucket;
    if (bucket > this.#maxBucket) this.#maxBucket = bucket;
  }

  #subtracted(weight: number, taken: number): number {
    const left = weight - taken;
    return left < this.options.epsilon ? 0 : left;
  }

  #narrow(): void {
    const last = this.options.numBuckets - 1;
    while (this.#minBucket < last && this.weightOf(this.#minBucket) < this.options.epsilon) this.#minBucket++;
    while (this.#maxBucket > 0 && this.weightOf(this.#maxBucket) < this.options.epsilon) this.#maxBucket--;
  }
}

function requireWeight(weight: number): void {
  if (!(weight >= 0)) throw new RangeError(`A weight is 0 or more, not ${weight}.`);
}
