import { medianAbsoluteDeviation as rawDeviation } from 'simple-statistics';

import { finiteValues } from './finite-values.ts';

/** What a normal distribution's median absolute deviation is multiplied by to give its standard deviation. */
export const NORMAL_CONSISTENCY = 1.4826;

/**
 * Median of the absolute distances from the median, over the finite values, in their unit: a spread that up to half
 * of the values cannot spoil. 0 for constant values, `undefined` when there are none. Multiply by
 * {@link NORMAL_CONSISTENCY} to compare it with a standard deviation.
 */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number | undefined {
  const finite = finiteValues(values);
  return finite.length === 0 ? undefined : rawDeviation(finite);
}
