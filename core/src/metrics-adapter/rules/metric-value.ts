import { formatQuantity, quantityOf } from '../../units/index.ts';

const largestMilli = 2 ** 63;

/**
 * A sample as a Kubernetes quantity in thousandths, finer parts cut off, in canonical form (`1500m`, `2`, `1k`), as
 * prometheus-adapter writes it. `undefined` for ±Inf, NaN and what 64 bits cannot hold, where prometheus-adapter answers
 * with an arbitrary number.
 */
export function sampleQuantity(value: number): string | undefined {
  const milli = Math.trunc(value * 1000);
  if (!Number.isFinite(milli) || Math.abs(milli) >= largestMilli) return undefined;
  return formatQuantity(quantityOf(BigInt(milli), 'milli'));
}

/** For forecasts: finer parts are rounded up, so that shares of a whole never add up to less than it. */
export function shareQuantity(value: number): string | undefined {
  return sampleQuantity(Math.ceil(value * 1000) / 1000);
}

/** For custom metrics: NaN, which a ratio of nothing to nothing gives, counts as 0, as in prometheus-adapter. */
export function objectQuantity(value: number): string | undefined {
  return sampleQuantity(Number.isNaN(value) ? 0 : value);
}
