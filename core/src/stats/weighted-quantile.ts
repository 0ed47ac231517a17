import { requireProbability } from './quantile.ts';

/**
 * The smallest value whose cumulated weight reaches `probability` of the total: the quantile of a weighted sample
 * without interpolation, as conformal prediction and the VPA's histogram use it. A pair counts only when its value
 * and weight are finite and its weight is above 0.
 *
 * Returns `undefined` when no pair counts. Throws `RangeError` when the lengths differ or `probability` lies outside 0–1.
 */
export function weightedQuantile(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  probability: number,
): number | undefined {
  requireProbability(probability);
  if (values.length !== weights.length) {
    throw new RangeError(`${values.length} values need as many weights, got ${weights.length}.`);
  }
  const order: number[] = [];
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]) || !Number.isFinite(weights[i]) || weights[i]! <= 0) continue;
    order.push(i);
    total += weights[i]!;
  }
  if (order.length === 0) return undefined;
  order.sort((a, b) => values[a]! - values[b]!);
  const threshold = probability * total;
  let cumulated = 0;
  for (const i of order) {
    cumulated += weights[i]!;
    if (cumulated >= threshold) return values[i]!;
  }
  // Rounding can leave the sum a hair below the total.
  return values[order[order.length - 1]!]!;
}
