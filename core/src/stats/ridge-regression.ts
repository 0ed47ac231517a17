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
  design: DesignMatrix,
  targets: Float64Array,
  { penalty, weights }: RidgeOptions,
): Float64Array | undefined {
  if (design.rows === 0) return undefined;
  const equations = emptyEquations(design.columns);
  for (let row = 0; row < design.rows; row++) {
    addRow(equations, design, row, targets[row]!, weights === undefined ? 1 : weights[row]!);
  }
  return solvePenalized(equations, penalty);
}

/**
 * {@link ridgeRegression} twice: the second time rows whose error exceeds a robust standard deviation weigh less
 * in proportion (Huber's weights), so that outliers do not bend the fit and it lies near the median. Only what these rows lose is taken out of the
 * equations, so that the second time costs little.
 */
export function robustRidgeRegression(
  design: DesignMatrix,
  targets: Float64Array,
  penalty: number,
): Float64Array | undefined {
  const { rows, columns } = design;
  if (rows === 0) return undefined;
  const equations = emptyEquations(columns);
  for (let row = 0; row < rows; row++) addRow(equations, design, row, targets[row]!, 1);
  const first = solvePenalized(equations, penalty);
  if (first === undefined) return undefined;
  const errors = new Float64Array(rows);
  for (let row = 0; row < rows; row++) errors[row] = Math.abs(targets[row]! - dotRow(design, row, first));
  const limit = ROBUST_SCALE * Float64Array.from(errors).sort()[rows >> 1]!;
  if (limit === 0) return first;
  for (let row = 0; row < rows; row++) {
    if (errors[row]! > limit) addRow(equations, design, row, targets[row]!, limit / errors[row]! - 1);
  }
  return solvePenalized(equations, penalty);
}

/** The normal equations: Σ weight · x xᵀ (lower triangle, row major) and Σ weight · x · target. */
interface NormalEquations {
  readonly gram: Float64Array;
  readonly moment: Float64Array;
}

function emptyEquations(columns: number): NormalEquations {
  return { gram: new Float64Array(columns * columns), moment: new Float64Array(columns) };
}

function addRow(
  { gram, moment }: NormalEquations,
  { features, columns }: DesignMatrix,
  row: number,
  target: number,
  weight: number,
): void {
  const offset = row * columns;
  for (let i = 0; i < columns; i++) {
    const scaled = features[offset + i]! * weight;
    if (scaled === 0) continue;
    moment[i]! += scaled * target;
    const line = i * columns;
    for (let j = 0; j <= i; j++) gram[line + j]! += scaled * features[offset + j]!;
  }
}

/** From the median of absolute errors to a standard deviation, for normal errors. */
const ROBUST_SCALE = 1.4826;

/** Row `row` of the design times `coefficients`. */
export function dotRow({ features, columns }: DesignMatrix, row: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let i = 0, at = row * columns; i < columns; i++, at++) sum += features[at]! * coefficients[i]!;
  return sum;
}

/** Solves a copy: the equations stay as they are. */
function solvePenalized(equations: NormalEquations, penalty: number): Float64Array | undefined {
  const gram = Float64Array.from(equations.gram);
  const solution = Float64Array.from(equations.moment);
  const columns = solution.length;
  let trace = 0;
  for (let i = 0; i < columns; i++) {
    if (i > 0) gram[i * columns + i]! *= 1 + penalty;
    trace += gram[i * columns + i]!;
  }
  const jitter = trace > 0 ? (JITTER * trace) / columns : 1;
  for (let i = 0; i < columns; i++) gram[i * columns + i]! += jitter;
  return solveCholesky(gram, solution) && solution.every(Number.isFinite) ? solution : undefined;
}
