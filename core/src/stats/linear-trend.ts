export interface LinearTrend {
  /** Change of the value from one index to the next. */
  readonly slope: number;
  /** The line's value at index 0. */
  readonly intercept: number;
}

/**
 * Least-squares line through the finite values over their index. Gaps keep their place and carry no weight.
 * Returns `undefined` with fewer than two finite values.
 */
export function linearTrend(values: ArrayLike<number>): LinearTrend | undefined {
  let count = 0;
  let meanIndex = 0;
  let meanValue = 0;
  let spread = 0;
  let moment = 0;
  // Running means (Welford) keep the precision that sums of squares of large values lose.
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    count++;
    const ahead = i - meanIndex;
    meanIndex += ahead / count;
    meanValue += (value - meanValue) / count;
    spread += ahead * (i - meanIndex);
    moment += ahead * (value - meanValue);
  }
  if (count < 2) return undefined;
  const slope = moment / spread;
  return { slope, intercept: meanValue - slope * meanIndex };
}
