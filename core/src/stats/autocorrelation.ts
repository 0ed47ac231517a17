import { finiteValues } from './finite-values.ts';

/**
 * Correlation of a series with itself `lag` steps earlier, −1…1: Σ(x[t] − m)(x[t − lag] − m) ÷ Σ(x[t] − m)², over the
 * pairs whose two values are finite, scaled to the number of pairs so that long lags are not shrunk.
 *
 * Returns `undefined` when the series is constant, or when fewer than two pairs are finite (`lag` too long, or gaps).
 * Throws `RangeError` when `lag` is not a whole number of at least 0.
 */
export function autocorrelation(values: ArrayLike<number>, lag: number): number | undefined {
  if (!Number.isInteger(lag) || lag < 0) throw new RangeError(`A lag is a whole number ≥ 0, got ${lag}.`);
  const finite = finiteValues(values);
  const count = finite.length;
  let sum = 0;
  for (const value of finite) sum += value;
  const center = sum / count;
  let variance = 0;
  for (const value of finite) variance += (value - center) ** 2;
  // Rounding leaves a constant series a variance of about 1e-32 of its square.
  if (count === 0 || variance <= 1e-24 * count * center * center) return undefined;
  let covariance = 0;
  let pairs = 0;
  for (let i = lag; i < values.length; i++) {
    const product = (values[i]! - center) * (values[i - lag]! - center);
    if (!Number.isFinite(product)) continue;
    covariance += product;
    pairs++;
  }
  if (pairs < 2) return undefined;
  return Math.max(-1, Math.min(1, covariance / pairs / (variance / count)));
}
