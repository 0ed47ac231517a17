/**
 * Correlation of a series with itself `lag` steps earlier, −1…1: Σ(x[t] − m)(x[t − lag] − m) ÷ Σ(x[t] − m)², over the
 * pairs whose two values are finite, scaled to the number of pairs so that long lags are not shrunk.
 *
 * Returns `undefined` when the series is constant, or when fewer than two pairs are finite (`lag` too long, or gaps).
 * Throws `RangeError` when `lag` is not a whole number of at least 0.
 */
export function autocorrelation(values: readonly number[] | Float64Array, lag: number): number | undefined {
  return autocorrelations(values)(lag);
}

/** {@link autocorrelation} for several lags of one series: what they share is worked out once. */
export function autocorrelations(
  values: readonly number[] | Float64Array,
): (lag: number) => number | undefined {
  const { count, center, squares } = finiteMoments(values);
  // Rounding leaves a constant series a variance of about 1e-32 of its square.
  const isConstant = count === 0 || squares <= 1e-24 * count * center * center;
  const centered = Float64Array.from(values, (value) => value - center);
  return (lag) => {
    if (!Number.isInteger(lag) || lag < 0) throw new RangeError(`A lag is a whole number ≥ 0, got ${lag}.`);
    if (isConstant) return undefined;
    let covariance = 0;
    let pairs = 0;
    for (let i = lag; i < centered.length; i++) {
      const product = centered[i]! * centered[i - lag]!;
      if (!Number.isFinite(product)) continue;
      covariance += product;
      pairs++;
    }
    if (pairs < 2) return undefined;
    return Math.max(-1, Math.min(1, covariance / pairs / (squares / count)));
  };
}

/** Number and mean of the finite values, and the sum of their squared distances from it. */
function finiteMoments(values: Iterable<number>): { count: number; center: number; squares: number } {
  let count = 0;
  let sum = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  const center = sum / count;
  let squares = 0;
  for (const value of values) if (Number.isFinite(value)) squares += (value - center) ** 2;
  return { count, center, squares };
}
