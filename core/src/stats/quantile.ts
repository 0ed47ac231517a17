import { quantileSorted } from 'simple-statistics';

import { finiteValues } from './finite-values.ts';

/**
 * The `probability` quantile of the finite values by linear interpolation between order statistics at
 * `(n − 1) · probability` (Hyndman and Fan's type 7, the default of R and NumPy). Gaps are skipped.
 *
 * Returns `undefined` when no finite value is left. Throws `RangeError` when `probability` lies outside 0–1.
 */
export function quantile(values: ArrayLike<number>, probability: number): number | undefined {
  return quantiles(values, [probability])?.[0];
}

/** Several {@link quantile}s of one sample, sorted once; `undefined` when no finite value is left. */
export function quantiles(values: ArrayLike<number>, probabilities: readonly number[]): number[] | undefined {
  for (const probability of probabilities) requireProbability(probability);
  const sorted = Float64Array.from(finiteValues(values)).sort();
  if (sorted.length === 0) return undefined;
  return probabilities.map((probability) => quantileOfSorted(sorted, probability));
}

/**
 * {@link quantile} of values that are finite, ascending and at least one already. For inner loops: it neither copies
 * nor checks its input.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  // The library reads by index only; its type asks for more than it needs.
  return quantileSorted(sorted as readonly number[], probability);
}

/** Throws `RangeError` unless `probability` lies within 0–1. */
export function requireProbability(probability: number): void {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`A probability lies within 0–1, got ${probability}.`);
  }
}
