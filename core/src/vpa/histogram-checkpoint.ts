import { fail, ok, type Result } from '../units/result.ts';
import { type DecayingHistogram } from './decaying-histogram.ts';
import { Histogram } from './histogram.ts';
import type { HistogramOptions } from './histogram-options.ts';

/** Weight that the heaviest bucket gets in a checkpoint; the others keep their proportion to it. */
export const MAX_CHECKPOINT_WEIGHT = 10_000;

/** A histogram as a VerticalPodAutoscalerCheckpoint stores it: relative weights by bucket, zero ones left out. */
export interface HistogramCheckpoint {
  readonly bucketWeights: ReadonlyMap<number, number>;
  readonly totalWeight: number;
  /** Absent: Go's zero time. */
  readonly referenceMs?: number;
}

/**
 * Scales the weights so that the largest is 10000, rounds half up and drops what becomes 0 (VPA
 * `pkg/recommender/util/histogram.go`, SaveToChekpoint). The rounding is the only loss.
 */
export function saveHistogram(histogram: Histogram): HistogramCheckpoint {
  const { first, last } = histogram.range;
  let heaviest = 0;
  for (let bucket = first; bucket <= last; bucket++) {
    heaviest = Math.max(heaviest, histogram.weightOf(bucket));
  }
  const bucketWeights = new Map<number, number>();
  for (let bucket = first; bucket <= last && heaviest > 0; bucket++) {
    const weight = Math.floor(histogram.weightOf(bucket) * (MAX_CHECKPOINT_WEIGHT / heaviest) + 0.5);
    if (weight > 0) bucketWeights.set(bucket, weight);
  }
  return { bucketWeights, totalWeight: histogram.totalWeight };
}

export function saveDecayingHistogram(histogram: DecayingHistogram): HistogramCheckpoint {
  return { ...saveHistogram(histogram.weights), referenceMs: histogram.referenceMs };
}

/**
 * A checkpoint's weights in their own scale, `weight × totalWeight ÷ Σ weights`. Fails, with a sentence that says why, on
 * a negative total and on buckets that the scheme does not have. Without any weight the answer is empty and so is its
 * total.
 */
export function checkpointWeights(
  checkpoint: HistogramCheckpoint,
  options: HistogramOptions,
): Result<{ readonly weights: ReadonlyMap<number, number>; readonly totalWeight: number }, string> {
  if (checkpoint.totalWeight < 0) {
    return fail(`the total weight is ${checkpoint.totalWeight}, and a weight is never negative`);
  }
  let sum = 0;
  for (const [bucket, weight] of checkpoint.bucketWeights) {
    if (bucket < 0 || bucket >= options.numBuckets) {
      return fail(`bucket ${bucket} is not one of the histogram's 0 … ${options.numBuckets - 1}`);
    }
    sum += weight;
  }
  const weights = new Map<number, number>();
  if (sum === 0) return ok({ weights, totalWeight: 0 });
  const ratio = checkpoint.totalWeight / sum;
  for (const [bucket, weight] of checkpoint.bucketWeights) weights.set(bucket, weight * ratio);
  return ok({ weights, totalWeight: checkpoint.totalWeight });
}

/** Reads a checkpoint into a new histogram. */
export function loadHistogram(
  checkpoint: HistogramCheckpoint,
  options: HistogramOptions,
): Result<Histogram, string> {
  const read = checkpointWeights(checkpoint, options);
  if (!read.ok) return read;
  const histogram = new Histogram(options);
  histogram.addBuckets(read.value.weights, read.value.totalWeight);
  return ok(histogram);
}
