import { seasonalScale } from '../stats/index.ts';
import {
  saidOfMean,
  saidOfStep,
  scoreMean,
  type ScoreScale,
  scoreStep,
  type StepScore,
} from './backtest-score.ts';
import type { ForecastProfile } from './forecast-profile.ts';
import { type Grid, GridForecast } from './grid-forecast.ts';
import { modelNamed, modelPool } from './models/pool.ts';
import type { OriginForecast } from './rolling-forecast.ts';

const DAY_MS = 86_400_000;

export interface BacktestRequest extends Grid {
  /** Steps to look ahead. */
  readonly horizon: number;
  readonly coverage: number;
  readonly profile: ForecastProfile;
  /** One model in place of the profile's. */
  readonly model?: string;
  /** The first origin that is scored, that is the number of steps known then. */
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
  /** The score of a step ahead, 0 the first. */
  score(step: number): StepScore;
  /** The score of the mean over the horizon. */
  scoreMean(): StepScore;
}

/**
 * Rolling-origin evaluation of the forecast as it is used: fitted on what was known at an origin (cycles, scale, weights and
 * intervals included), brought forward step by step, fitted anew every `refitSteps`. MASE and MSIS divide by the change
 * over a day, or over a step where less than a day is known. Origins whose horizon passes the series' end are left out.
 *
 * Throws `RangeError` when the first origin knows too little for a forecast.
 */
export function backtest(request: BacktestRequest): Backtest {
  const { values, stepMs, horizon, scoreFrom, stride, coverage } = request;
  const models = request.model === undefined ? modelPool(request.profile) : modelNamed(request.model);
  const setup = { horizon, models, coverage, profile: request.profile };
  const origins: OriginForecast[] = [];
  let live: GridForecast | undefined;
  let fittedAt = -Infinity;
  for (let origin = scoreFrom; origin + horizon <= values.length; origin += stride) {
    if (live === undefined || origin - fittedAt >= request.refitSteps) {
      live = GridForecast.fit({ ...request, values: values.slice(0, origin) }, setup);
      if (live === undefined) {
        throw new RangeError(`${origin} steps are too few to forecast ${horizon} steps ahead.`);
      }
      fittedAt = origin;
    } else {
      for (let index = live.length; index < origin; index++) live.append(values[index]!);
    }
    origins.push(live.latest);
  }
  const day = Math.round(DAY_MS / stepMs);
  const scale: ScoreScale = {
    actualAt: (index) => values[index] ?? Number.NaN,
    seasonal: seasonalScale(values, scoreFrom > day ? day : 1),
    coverage,
  };
  return {
    models: models.map(({ name }) => name),
    origins,
    score: (step) =>
      scoreStep(
        origins.map((origin) => saidOfStep(origin, step)),
        scale,
        step,
      ),
    scoreMean: () => scoreMean(origins.map(saidOfMean), scale, horizon),
  };
}
