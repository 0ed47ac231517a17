import { solveCholesky } from './cholesky.ts';

/** Rows of features, one after the other: row `r` is `features[r * columns … r * columns + columns − 1]`. */
export interface DesignMatrix {
  readonly features: Float64Array;
  readonly columns: number;
  readonly rows: number;
}

export interface RidgeOptions {
  /** Share of each feature's own sum of squares that is added to it: 0.02 shrinks mildly whatever the feature's unit. */
  readonly penalty: number;
  /** Weight of each row; all 1 when left out. */
  readonly weights?: Float64Array;
}

/** Added to the diagonal, relative to its mean, so that collinear or empty columns still leave a solution. */
const JITTER = 1e-9;

/**
 * Coefficients that minimize `Σ weight · (target − features · β)² + penalty`, by the normal equations. The first
 * column is taken for the intercept and is not penalized. Cost: rows × columns² ÷ 2 multiplications.
 *
 * Returns `undefined` without rows, or when the system cannot be solved because an input is not finite.
 */
export function ridgeRegression(
  { features, columns, rows }: DesignMatrix,
  targets: Float64Array,
  { penalty, weights }: RidgeOptions,
): Float64Array | undefined {
  if (rows === 0) return undefined;
  const gram = new Float64Array(columns * columns);
  const moment = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const offset = row * columns;
    const weight = weights === undefined ? 1 : weights[row]!;
    const target = targets[row]!;
    for (let i = 0; i < columns; i++) {
      const scaled = features[offset + i]! * weight;
      if (scaled === 0) continue;
      moment[i]! += scaled * target;
      const line = i * columns;
      for (let j = 0; j <= i; j++) gram[line + j]! += scaled * features[offset + j]!;
    }
  }
  return solvePenalized(gram, moment, penalty);
}

/**
 * {@link ridgeRegression} twice: the second time rows whose error exceeds three robust standard deviations weigh less
 * in proportion (Huber's weights), so that outliers do not bend the fit.
 */
export function robustRidgeRegression(
  design: DesignMatrix,
  targets: Float64Array,
  penalty: number,
): Float64Array | undefined {
  const first = ridgeRegression(design, targets, { penalty });
  if (first === undefined) return undefined;
  const errors = new Float64Array(design.rows);
  for (let row = 0; row < design.rows; row++) {
    errors[row] = Math.abs(targets[row]! - dotRow(design, row, first));
  }
  const limit = 3 * ROBUST_SCALE * Float64Array.from(errors).sort()[design.rows >> 1]!;
  if (limit === 0) return first;
  const weights = errors.map((error) => (error <= limit ? 1 : limit / error));
  return ridgeRegression(design, targets, { penalty, weights });
}

/** From the median of absolute errors to a standard deviation, for normal errors. */
const ROBUST_SCALE = 1.4826;

/** Row `row` of the design times `coefficients`. */
export function dotRow({ features, columns }: DesignMatrix, row: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let i = 0, at = row * columns; i < columns; i++, at++) sum += features[at]! * coefficients[i]!;
  return sum;
}

function solvePenalized(gram: Float64Array, moment: Float64Array, penalty: number): Float64Array | undefined {
  const columns = moment.length;
  let trace = 0;
  for (let i = 0; i < columns; i++) {
    if (i > 0) gram[i * columns + i]! *= 1 + penalty;
    trace += gram[i * columns + i]!;
  }
  const jitter = trace > 0 ? (JITTER * trace) / columns : 1;
  for (let i = 0; i < columns; i++) gram[i * columns + i]! += jitter;
  const solution = Float64Array.from(moment);
  return solveCholesky(gram, solution) && solution.every(Number.isFinite) ? solution : undefined;
}
