import { mean as meanOfFinite } from 'simple-statistics';

import { finiteValues } from './finite-values.ts';

/** Arithmetic mean of the finite values (gaps are skipped), in the unit of the values; `undefined` when there are none. */
export function mean(values: ArrayLike<number>): number | undefined {
  const finite = finiteValues(values);
  return finite.length === 0 ? undefined : meanOfFinite(finite);
}
