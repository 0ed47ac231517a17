import { scoreStep, type StepScore } from './backtest-score.ts';
import type { ForecastProfile } from './forecast-profile.ts';
import { modelNamed, modelPool } from './models/pool.ts';
import type { OriginForecast } from './rolling-forecast.ts';
import { detectSeasons } from './season.ts';
import { startRolling } from './start-rolling.ts';

/** Newest origins whose errors an interval rests on. */
const CAPACITY = 1000;

export interface BacktestRequest {
  /** A regular grid, gaps as `NaN`. */
  readonly values: Float64Array;
  readonly startMs: number;
  readonly stepMs: number;
  /** Steps to look ahead. */
  readonly horizon: number;
  readonly coverage: number;
  readonly profile: ForecastProfile;
  /** One model in place of the profile's. */
  readonly model?: string;
  /** The first origin, that is the number of steps known then. Cycles are looked for in these only. */
  readonly firstOrigin: number;
  /** Origins with a lower index than this only teach: they are not part of the answer. */
  readonly scoreFrom: number;
  /** Steps from one origin to the next. */
  readonly stride: number;
  /** Steps from one fit to the next. */
  readonly refitSteps: number;
}

export interface Backtest {
  /** Names of the models, in the order of the scores' `byModel`. */
  readonly models: readonly string[];
  readonly origins: readonly OriginForecast[];
  /** The score of each step ahead. */
  score(step: number): StepScore;
}

/**
 * Rolling-origin evaluation: what would have been forecast at each origin with what was known then, errors, weights and
 * intervals included. Origins whose horizon passes the series' end are left out.
 */
export function backtest(request: BacktestRequest): Backtest {
  const { values, stepMs, horizon, firstOrigin, stride } = request;
  const models = request.model === undefined ? modelPool(request.profile) : modelNamed(request.model);
  const seasons = detectSeasons(values.subarray(0, firstOrigin), stepMs);
  const rolling = startRolling(request, {
    horizon,
    seasons,
    models,
    coverage: request.coverage,
    capacity: CAPACITY,
  });
  const origins: OriginForecast[] = [];
  let fittedAt = -Infinity;
  for (let origin = firstOrigin; origin + horizon <= values.length; origin += stride) {
    const refit = origin - fittedAt >= request.refitSteps;
    if (refit) fittedAt = origin;
    const forecast = rolling.forecastAt(origin, refit);
    if (origin >= request.scoreFrom) origins.push(forecast);
  }
  return {
    models: models.map(({ name }) => name),
    origins,
    score: (step) => scoreStep(origins, values, step),
  };
}
