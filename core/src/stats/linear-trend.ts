import { linearRegression } from 'simple-statistics';

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
  const points: [number, number][] = [];
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) points.push([i, values[i]!]);
  }
  if (points.length < 2) return undefined;
  const { m, b } = linearRegression(points);
  return { slope: m, intercept: b };
}
