import { formatDuration } from '../units/index.ts';
import { scoreStep, type StepScore } from './backtest-score.ts';
import type { DemandGrid } from './demand-grid.ts';
import { demandGrid } from './demand-grid.ts';
import type { Forecast, ForecastOutcome, ForecastPoint, ForecastRequest } from './forecast.ts';
import type { ForecastProfile } from './forecast-profile.ts';
import type { Model } from './models/model.ts';
import { modelNamed, modelPool } from './models/pool.ts';
import type { Effort } from './origin-plan.ts';
import { FEWEST_ORIGINS, planOrigins, shortestSeries } from './origin-plan.ts';
import type { OriginForecast } from './rolling-forecast.ts';
import type { Seasons } from './season.ts';
import { detectSeasons } from './season.ts';
import { startRolling } from './start-rolling.ts';

const FEWEST_SAMPLES = 10;
/** Steps without a sample before now that a forecast still bridges. */
const FRESH_STEPS = 3;
/** Below so many past moments, being better than the mean of five is chance. */
const FEWEST_TO_TRUST = 20;
const EFFORT: Readonly<Record<ForecastProfile, Effort>> = {
  fast: { origins: 60, fits: 1 },
  full: { origins: 200, fits: 8 },
};

/** Newest share of the origins whose errors make the interval: before, the weights are still settling. */
const SETTLED = 3 / 4;

/**
 * Looks ahead from `request.nowMs`: competing models are tried at past origins, weighted by the error they had there,
 * and the interval is read off the errors that their combination made. Uses no sample after now and no chance: the
 * same samples give the same forecast.
 *
 * Answers `insufficient-data` below ten samples, or when the history is too short to have tried the horizon at three
 * origins. Throws `RangeError` for a step or horizon that is not above 0, a coverage outside 0–1 (exclusive), or an unknown model.
 */
export function forecast(request: ForecastRequest): ForecastOutcome {
  requireSense(request);
  const profile = request.profile ?? 'full';
  const models = request.model === undefined ? modelPool(profile) : modelNamed(request.model);
  const grid = demandGrid(request.history, request.nowMs, request.stepMs);
  const horizon = Math.max(1, Math.ceil(request.horizonMs / grid.stepMs));
  const seasons = detectSeasons(grid.values, grid.stepMs);
  const plan = planOrigins(grid.values.length, horizon, seasons.season, EFFORT[profile]);
  if (grid.samples < FEWEST_SAMPLES || plan.origins.length < FEWEST_ORIGINS) {
    const needed = Math.max(FEWEST_SAMPLES, shortestSeries(horizon)) - 1;
    return {
      kind: 'insufficient-data',
      haveMs: grid.spanMs,
      needMs: Math.max(grid.spanMs, needed * grid.stepMs),
    };
  }
  const rolling = startRolling(grid, {
    horizon,
    seasons,
    models,
    coverage: request.coverage,
    capacity: Math.ceil(plan.origins.length * SETTLED),
  });
  const past = plan.origins.map((origin, i) => rolling.forecastAt(origin, i % plan.refitEvery === 0));
  const latest = rolling.forecastAt(grid.values.length, true);
  return describe(request, grid, seasons, models, past, latest);
}

function describe(
  request: ForecastRequest,
  grid: DemandGrid,
  seasons: Seasons,
  models: readonly Model[],
  past: readonly OriginForecast[],
  latest: OriginForecast,
): Forecast {
  const step = latest.combined.length - 1;
  const score = scoreStep(past, grid.values, step);
  const reference = score.byModel[0];
  const gateOpen = latest.weights[0]! < 1;
  const skilled = gateOpen && score.wape !== undefined && reference !== undefined && score.wape < reference;
  const note = distrust(grid, score, seasons, skilled);
  return {
    kind: 'forecast',
    model: leadingModel(models, latest.weights),
    pattern: seasons.pattern,
    points: pointsOf(request, grid, latest),
    ...(latest.maximum && { maximum: latest.maximum }),
    coverage: request.coverage,
    backtest: {
      ...(score.wape !== undefined && { wape: score.wape }),
      coverage: score.coverage ?? request.coverage,
      origins: score.origins,
      spanMs: (past[past.length - 1]!.end - past[0]!.end) * grid.stepMs,
    },
    trusted: note === undefined,
    ...(note !== undefined && { note }),
    candidates: ranked(models, score.byModel),
  };
}

/** Why the forecast must not move replicas; `undefined` where it may. */
function distrust(
  grid: DemandGrid,
  score: StepScore,
  seasons: Seasons,
  skilled: boolean,
): string | undefined {
  if (grid.staleSteps > FRESH_STEPS) return staleNote(grid);
  if (score.origins < FEWEST_TO_TRUST) {
    return `Only ${score.origins} past moments to judge by (${FEWEST_TO_TRUST} are needed): staying reactive.`;
  }
  // An error as large as the values themselves: a forecast of zero would do as well.
  if (score.wape !== undefined && score.wape >= 1) {
    return 'The error is as large as the values themselves: staying reactive.';
  }
  return skilled ? undefined : reasonToStayReactive(seasons);
}

function staleNote({ staleSteps, stepMs }: DemandGrid): string {
  return `No sample for ${formatDuration(staleSteps * stepMs)}: the forecast rests on old values, staying reactive.`;
}

function reasonToStayReactive({ pattern }: Seasons): string {
  if (pattern === 'constant') return 'The metric does not change: there is nothing to forecast.';
  return 'No pattern that beats the mean of the last five values: staying reactive.';
}

/** The model that carries the forecast, or `combination` when none has nine tenths of the weight. */
function leadingModel(models: readonly Model[], weights: readonly number[]): string {
  const leader = weights.findIndex((weight) => weight >= 0.9);
  return leader < 0 ? 'combination' : models[leader]!.name;
}

function ranked(models: readonly Model[], errors: readonly (number | undefined)[]): Forecast['candidates'] {
  return models
    .map(({ name }, i) => ({ model: name, ...(errors[i] !== undefined && { wape: errors[i] }) }))
    .sort((a, b) => (a.wape ?? Infinity) - (b.wape ?? Infinity));
}

/** The forecast at the request's steps; where the grid is coarser, on straight lines between its points. */
function pointsOf(request: ForecastRequest, grid: DemandGrid, latest: OriginForecast): ForecastPoint[] {
  const lastMs = grid.startMs + (grid.values.length - 1) * grid.stepMs;
  const count = Math.max(1, Math.round(request.horizonMs / request.stepMs));
  const { combined, bounds } = latest;
  return Array.from({ length: count }, (_, i) => {
    const ahead = ((i + 1) * request.stepMs) / grid.stepMs - 1;
    const value = between(combined, ahead);
    return {
      timestampMs: lastMs + (i + 1) * request.stepMs,
      value,
      lower: bounds === undefined ? value : between(bounds.lower, ahead),
      upper: bounds === undefined ? value : between(bounds.upper, ahead),
    };
  });
}

/** The value at a fractional index, on the line between its neighbours; the first and last hold beyond the ends. */
function between(values: Float64Array, index: number): number {
  const at = Math.min(values.length - 1, Math.max(0, index));
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return values[low]! + (values[high]! - values[low]!) * (at - low);
}

function requireSense({ stepMs, horizonMs, coverage }: ForecastRequest): void {
  if (!(stepMs > 0)) throw new RangeError(`A forecast's step is above 0 ms, got ${stepMs}.`);
  if (!(horizonMs > 0)) throw new RangeError(`A forecast's horizon is above 0 ms, got ${horizonMs}.`);
  if (!(coverage > 0 && coverage < 1)) {
    throw new RangeError(`A coverage lies between 0 and 1, got ${coverage}.`);
  }
}
