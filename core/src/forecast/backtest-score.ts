import { intervalCoverage, wape } from '../stats/index.ts';
import type { OriginForecast } from './rolling-forecast.ts';

/** Errors over past origins at one step of the horizon. Shares and ratios; `undefined` where nothing could be compared. */
export interface StepScore {
  readonly wape: number | undefined;
  readonly coverage: number | undefined;
  readonly byModel: readonly (number | undefined)[];
  /** Origins whose step was observed. */
  readonly origins: number;
}

/** Scores `step` (0 is the first) of what was said at past origins against `values`, where a gap is `NaN`. */
export function scoreStep(past: readonly OriginForecast[], values: Float64Array, step: number): StepScore {
  const actual = past.map(({ end }) => values[end + step] ?? Number.NaN);
  const models = past[0]?.byModel.length ?? 0;
  const bounded = past.flatMap(({ bounds }, i) =>
    bounds === undefined ? [] : [{ actual: actual[i]!, bounds }],
  );
  return {
    wape: wape({ actual, predicted: past.map(({ combined }) => combined[step]!) }),
    coverage: intervalCoverage({
      actual: bounded.map((origin) => origin.actual),
      lower: bounded.map(({ bounds }) => bounds.lower[step]!),
      upper: bounded.map(({ bounds }) => bounds.upper[step]!),
    }),
    byModel: Array.from({ length: models }, (_, model) =>
      wape({ actual, predicted: past.map(({ byModel }) => byModel[model]?.[step] ?? Number.NaN) }),
    ),
    origins: actual.filter(Number.isFinite).length,
  };
}
