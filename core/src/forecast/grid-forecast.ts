import { seasonalScale } from '../stats/index.ts';
import {
  type SaidFigure,
  saidOfMean,
  saidOfStep,
  scoreMean,
  type ScoreScale,
  scoreStep,
  type StepScore,
} from './backtest-score.ts';
import type { ForecastProfile } from './forecast-profile.ts';
import type { Model } from './models/model.ts';
import type { Effort } from './origin-plan.ts';
import { FEWEST_ORIGINS, planOrigins } from './origin-plan.ts';
import { PastView } from './past-view.ts';
import { type OriginForecast, RollingForecast } from './rolling-forecast.ts';
import { detectSeasons, type Seasons } from './season.ts';
import { chooseTransform } from './transform.ts';

const EFFORT: Readonly<Record<ForecastProfile, Effort>> = {
  fast: { origins: 200, fits: 1 },
  full: { origins: 200, fits: 8 },
};
/** Newest share of the origins whose errors make the interval: before, the weights are still settling. */
const SETTLED = 3 / 4;
/** Origins after which a model's error counts for 1 ÷ e of a new one. */
const MEMORY = 60;

/** What the objects around the figures of an origin take, about. */
const ORIGIN_BYTES = 400;
/** Arrays of a cycle's length that the fitted models hold. */
const MODEL_ARRAYS = 4;

/** A series on a regular grid; a gap is `NaN`. */
export interface Grid {
  readonly values: Float64Array;
  readonly startMs: number;
  readonly stepMs: number;
}

export interface GridForecastSetup {
  /** Steps to look ahead. */
  readonly horizon: number;
  /** Competing models, the reference first. */
  readonly models: readonly Model[];
  /** Nominal coverage of the intervals, 0–1. */
  readonly coverage: number;
  readonly profile: ForecastProfile;
}

/** What is kept of an origin: the figures that are scored, not the whole forecast. */
interface Said {
  readonly last: SaidFigure;
  readonly mean: SaidFigure;
}

interface HorizonScore {
  readonly last: StepScore;
  readonly mean: StepScore;
  /** Steps from the first to the last origin. */
  readonly span: number;
}

/**
 * A forecast on a grid that was fitted once, with its backtest, and then takes in the series step by step: models keep their
 * parameters, their state moves on, and at every stride of the backtest what was said joins it. So the answer after a step
 * depends on the series up to the fit and the steps since, not on when it was asked.
 */
export class GridForecast {
  readonly seasons: Seasons;
  readonly setup: GridForecastSetup;
  readonly #view: PastView;
  readonly #rolling: RollingForecast;
  readonly #stride: number;
  readonly #most: number;
  readonly #scale: ScoreScale;
  #past: Said[] = [];
  #latest: OriginForecast;
  /** The record's score until another origin's horizon has passed. */
  #known: { readonly newest: number; readonly score: HorizonScore } | undefined;

  private constructor(
    grid: Grid,
    setup: GridForecastSetup,
    seasons: Seasons,
    plan: { readonly origins: readonly number[]; readonly refitEvery: number; readonly stride: number },
  ) {
    const { season, longSeason } = seasons;
    const { horizon, models, coverage } = setup;
    this.setup = setup;
    this.seasons = seasons;
    const transform = chooseTransform(grid.values);
    this.#view = new PastView(grid.values, { transform, stepMs: grid.stepMs, season });
    this.#rolling = new RollingForecast(this.#view, {
      models,
      context: { horizon, season, longSeason, startMs: grid.startMs, stepMs: grid.stepMs },
      transform,
      coverage,
      memory: MEMORY,
      capacity: Math.ceil(plan.origins.length * SETTLED),
    });
    this.#stride = plan.stride;
    this.#most = plan.origins.length;
    this.#scale = {
      actualAt: (index) => (this.#view.isObserved(index) ? this.#view.observed[index]! : Number.NaN),
      seasonal: seasonalScale(grid.values, Math.max(1, season)),
      coverage,
    };
    plan.origins.forEach((origin, i) => {
      this.#remember(this.#rolling.forecastAt(origin, i % plan.refitEvery === 0));
    });
    this.#latest = this.#rolling.forecastAt(grid.values.length, true);
    this.#remember(this.#latest);
  }

  /** `undefined` when the series is too short to have tried the horizon at {@link FEWEST_ORIGINS} origins. */
  static fit(grid: Grid, setup: GridForecastSetup): GridForecast | undefined {
    const seasons = detectSeasons(grid.values, grid.stepMs);
    const plan = planOrigins(grid.values.length, setup.horizon, seasons.season, EFFORT[setup.profile]);
    return plan.origins.length < FEWEST_ORIGINS ? undefined : new GridForecast(grid, setup, seasons, plan);
  }

  /** Steps that are known. */
  get length(): number {
    return this.#view.length;
  }

  /** About how much memory it holds, bytes. */
  get sizeBytes(): number {
    const perOrigin = ORIGIN_BYTES + 2 * 8 * (this.setup.models.length + 4);
    const { season, longSeason } = this.seasons;
    return this.#view.sizeBytes + this.#most * perOrigin + 8 * MODEL_ARRAYS * (season + longSeason);
  }

  /** What is said now. */
  get latest(): OriginForecast {
    return this.#latest;
  }

  /** Takes in the next step; a value that is not finite is a gap. Costs a few multiples of the horizon. */
  append(value: number): void {
    this.#view.append(value);
    const end = this.#view.length;
    if (end - this.#past[this.#past.length - 1]!.last.end < this.#stride) {
      this.#latest = this.#rolling.lookAhead(end);
      return;
    }
    this.#latest = this.#rolling.forecastAt(end, false);
    this.#remember(this.#latest);
    const passed = this.#past.findIndex(({ last }) => last.end + this.setup.horizon > end);
    if (passed > this.#most) this.#past = this.#past.slice(passed - this.#most);
  }

  #remember(origin: OriginForecast): void {
    this.#past.push({ last: saidOfStep(origin, this.setup.horizon - 1), mean: saidOfMean(origin) });
  }

  /** How good it was at past origins, at the last step of the horizon and on the mean over it. */
  score(): HorizonScore {
    // Origins whose horizon has passed: there are always some, for the plan makes them.
    const { horizon } = this.setup;
    const scored = this.#past.filter(({ last }) => last.end + horizon <= this.#view.length);
    const newest = scored[scored.length - 1]!.last.end;
    if (this.#known?.newest !== newest) {
      const last = scored.map((said) => said.last);
      const mean = scored.map((said) => said.mean);
      const score = {
        last: scoreStep(last, this.#scale, horizon - 1),
        mean: scoreMean(mean, this.#scale, horizon),
        span: newest - scored[0]!.last.end,
      };
      this.#known = { newest, score };
    }
    return this.#known.score;
  }
}
