/**
 * A bucketing scheme: `numBuckets` buckets, of which bucket `i` starts at `bucketStart(i)` and the last has no end. A bucket
 * with less weight than `epsilon` counts as empty.
 */
export interface HistogramOptions {
  readonly numBuckets: number;
  readonly epsilon: number;
  /** The bucket that a value falls into; values outside the scheme go to the first or the last. */
  findBucket(value: number): number;
  /** @throws RangeError outside `0 … numBuckets − 1`. */
  bucketStart(bucket: number): number;
}

export interface LinearBuckets {
  readonly maxValue: number;
  readonly bucketSize: number;
  readonly epsilon: number;
}

export interface ExponentialBuckets {
  readonly maxValue: number;
  readonly firstBucketSize: number;
  /** Each bucket is wider than the one before by this factor, above 1. */
  readonly ratio: number;
  readonly epsilon: number;
}

/**
 * Buckets of equal width from 0 until the last one starts at or above `maxValue` (VPA
 * `pkg/recommender/util/histogram_options.go`, NewLinearHistogramOptions).
 *
 * @throws RangeError when a parameter is not positive.
 */
export function linearHistogramOptions({ maxValue, bucketSize, epsilon }: LinearBuckets): HistogramOptions {
  if (!(maxValue > 0 && bucketSize > 0 && epsilon > 0)) {
    throw new RangeError('A linear histogram needs maxValue, bucketSize and epsilon above 0.');
  }
  const numBuckets = Math.ceil(maxValue / bucketSize) + 1;
  return schemeOf(
    numBuckets,
    epsilon,
    (bucket) => bucket * bucketSize,
    (value) => value / bucketSize,
  );
}

/**
 * Bucket `n` is `firstBucketSize × ratio^n` wide, so it starts at `firstBucketSize × (ratio^n − 1) ÷ (ratio − 1)`, and
 * value `v` falls into bucket `⌊log_ratio(v × (ratio − 1) ÷ firstBucketSize + 1)⌋` (VPA
 * `pkg/recommender/util/histogram_options.go`, NewExponentialHistogramOptions).
 *
 * @throws RangeError when a size is not positive or the ratio is not above 1.
 */
export function exponentialHistogramOptions(buckets: ExponentialBuckets): HistogramOptions {
  const { maxValue, firstBucketSize, ratio, epsilon } = buckets;
  if (!(maxValue > 0 && firstBucketSize > 0 && ratio > 1 && epsilon > 0)) {
    throw new RangeError(
      'An exponential histogram needs maxValue, firstBucketSize and epsilon above 0, ratio above 1.',
    );
  }
  const logRatio = Math.log(ratio);
  const position = (value: number) => Math.log((value * (ratio - 1)) / firstBucketSize + 1) / logRatio;
  const numBuckets = Math.ceil(position(maxValue)) + 1;
  return schemeOf(
    numBuckets,
    epsilon,
    (bucket) => (firstBucketSize * (integerPower(ratio, bucket) - 1)) / (ratio - 1),
    (value) => (value < firstBucketSize ? 0 : position(value)),
  );
}

/**
 * `base^exponent` by repeated squaring. Go's math.Pow multiplies in this order, so bucket starts come out the same to the
 * last bit; the `**` operator is closer to the true value and would differ.
 */
function integerPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

function schemeOf(
  numBuckets: number,
  epsilon: number,
  start: (bucket: number) => number,
  position: (value: number) => number,
): HistogramOptions {
  const starts = Float64Array.from({ length: numBuckets }, (_, bucket) => (bucket === 0 ? 0 : start(bucket)));
  return {
    numBuckets,
    epsilon,
    findBucket(value) {
      const bucket = Math.trunc(position(value));
      if (!(bucket > 0)) return 0;
      return Math.min(bucket, numBuckets - 1);
    },
    bucketStart(bucket) {
      const found = starts[bucket];
      if (found === undefined) throw new RangeError(`Bucket ${bucket} is not in 0 … ${numBuckets - 1}.`);
      return found;
    },
  };
}
