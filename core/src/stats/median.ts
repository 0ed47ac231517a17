import { quantile } from './quantile.ts';

/** The middle of the finite values (the mean of the two middle ones when their number is even); `undefined` when there are none. */
export function median(values: ArrayLike<number>): number | undefined {
  return quantile(values, 0.5);
}
