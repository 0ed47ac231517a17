import { robustRidgeRegression } from '../../stats/index.ts';
import type { FittedModel, Model, ModelView } from './model.ts';
import type { RidgeFeatures } from './ridge-features.ts';
import { ridgeFeatures } from './ridge-features.ts';

export interface DirectRidgeOptions {
  /** Rows of each regression at most; longer series are thinned evenly. */
  readonly rows: number;
  /** Most steps of the horizon that get a regression of their own; those between take the mixture of their neighbours. */
  readonly knots: number;
  readonly penalty: number;
}

/** Fewer rows than this do not carry about thirty coefficients. */
const FEWEST_ROWS = 60;

/**
 * One regression a step ahead, of the change from the present level: on recent means, and on how the series went on from
 * the same time of earlier cycles. Direct, so errors do not pile up over the horizon. Needs about one cycle and 60 rows.
 */
export function directRidge({ rows, knots, penalty }: DirectRidgeOptions): Model {
  return {
    name: 'direct-ridge',
    scale: 'transformed',
    fit: (view, context) => {
      const features = ridgeFeatures(context, view.end);
      const steps = knotSteps(context.horizon, knots);
      const fits: Float64Array[] = [];
      for (const step of steps) {
        const coefficients = fitStep(view, features, step, { rows, penalty });
        if (coefficients === undefined) return undefined;
        fits.push(coefficients);
      }
      return interpolated(features, steps, fits);
    },
  };
}

/** Steps (0 is the first) with a regression of their own: evenly spread, the first and the last among them. */
function knotSteps(horizon: number, knots: number): number[] {
  const count = Math.min(horizon, Math.max(2, knots));
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, i) => Math.round((i * (horizon - 1)) / (count - 1)));
}

function fitStep(
  view: ModelView,
  features: RidgeFeatures,
  step: number,
  { rows: most, penalty }: Pick<DirectRidgeOptions, 'rows' | 'penalty'>,
): Float64Array | undefined {
  const newest = view.end - step - 1;
  const available = newest - features.firstOrigin;
  if (available < FEWEST_ROWS) return undefined;
  const stride = Math.max(1, Math.ceil(available / most));
  const rows = Math.ceil(available / stride);
  const matrix = new Float64Array(rows * features.columns);
  const targets = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const origin = newest - row * stride;
    const base = features.write(view.sums, origin, step, matrix, row * features.columns);
    targets[row] = view.values[origin + step]! - base;
  }
  return robustRidgeRegression({ features: matrix, columns: features.columns, rows }, targets, penalty);
}

/**
 * Steps between two knots take the mixture of their neighbours: of their answers where these lie within what the features
 * smooth over, else of their coefficients, which costs features for every step.
 */
function interpolated(
  features: RidgeFeatures,
  steps: readonly number[],
  fits: readonly Float64Array[],
): FittedModel {
  const row = new Float64Array(features.columns);
  const answerAt = (sums: Float64Array, end: number, step: number, coefficients: Float64Array): number => {
    let answer = features.write(sums, end, step, row, 0);
    for (let i = 0; i < row.length; i++) answer += row[i]! * coefficients[i]!;
    return answer;
  };
  const widest = steps.reduce((width, step, i) => Math.max(width, i > 0 ? step - steps[i - 1]! : 0), 0);
  const sparse = widest > 1 && widest <= features.smoothSteps;
  return {
    forecast: ({ sums, end }, horizon) => {
      const answer = new Float64Array(horizon);
      const atKnots = sparse ? steps.map((step, knot) => answerAt(sums, end, step, fits[knot]!)) : [];
      let knot = 0;
      for (let step = 0; step < horizon; step++) {
        while (knot < steps.length - 2 && steps[knot + 1]! <= step) knot++;
        const next = Math.min(knot + 1, steps.length - 1);
        const width = steps[next]! - steps[knot]!;
        const share = width > 0 ? Math.min(1, (step - steps[knot]!) / width) : 0;
        answer[step] = sparse
          ? (1 - share) * atKnots[knot]! + share * atKnots[next]!
          : answerAt(sums, end, step, mixture(fits[knot]!, fits[next]!, share));
      }
      return answer;
    },
  };
}

function mixture(left: Float64Array, right: Float64Array, share: number): Float64Array {
  if (share === 0) return left;
  const mixed = new Float64Array(left.length);
  for (let i = 0; i < mixed.length; i++) mixed[i] = (1 - share) * left[i]! + share * right[i]!;
  return mixed;
}
