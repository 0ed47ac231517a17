import { formatDuration } from '../units/index.ts';
import type { StepScore } from './backtest-score.ts';
import type { BacktestScore, Forecast, ForecastRequest } from './forecast.ts';
import type { ForecastPoint } from './forecast-point.ts';
import type { GridForecast } from './grid-forecast.ts';
import type { HistoryNotice } from './history-notice.ts';
import { raisePoints, raisingEvents } from './known-event.ts';
import type { Model } from './models/model.ts';
import type { NoiseFloor } from './noise-floor.ts';
import type { OriginForecast } from './rolling-forecast.ts';

/** Steps without a sample before now that a forecast still bridges. */
const FRESH_STEPS = 3;
/** Below so many past moments, being better than the mean of five is chance. */
const FEWEST_TO_TRUST = 20;

/** What of a request still matters once it is fitted. */
export type ForecastTerms = Pick<ForecastRequest, 'horizonMs' | 'stepMs' | 'coverage' | 'events'>;

export interface GridFacts {
  readonly stepMs: number;
  /** Epoch milliseconds of the last known step. */
  readonly lastMs: number;
  /** Steps since the newest sample. */
  readonly staleSteps: number;
  readonly notices: readonly HistoryNotice[];
  readonly noise: NoiseFloor | undefined;
}

/** A forecast on a grid as the caller asked for it: points at the requested steps, the error beside them, and whether to trust them. */
export function describeForecast(request: ForecastTerms, grid: GridForecast, facts: GridFacts): Forecast {
  const { latest, seasons, setup } = grid;
  const score = grid.score();
  const plain = pointsOf(request, facts, latest);
  const raisedBy = raisingEvents(request.events ?? [], plain);
  const points = raisePoints(plain, raisedBy);
  const note = distrust(grid, score.last, facts);
  const maximum = raisedMaximum(latest, points, raisedBy.length > 0);
  return {
    kind: 'forecast',
    model: leadingModel(setup.models, latest.weights),
    pattern: seasons.pattern,
    points,
    ...(maximum && { maximum }),
    coverage: request.coverage,
    backtest: backtestScore(grid, score, facts),
    trusted: note === undefined || raisedBy.length > 0,
    ...(note !== undefined && { note }),
    notices: [...facts.notices, ...staleNotice(facts)],
    raisedBy,
    candidates: ranked(setup.models, score.last.byModel, latest.weights),
  };
}

function backtestScore(
  grid: GridForecast,
  { last, mean, span }: ReturnType<GridForecast['score']>,
  { stepMs, noise }: GridFacts,
): BacktestScore {
  const { wape, smape, mase, skill, pinball, msis } = last;
  const measured = { wape, meanWape: mean.wape, smape, mase, skill, pinball, msis };
  return {
    ...(withoutAbsent(measured) as Partial<BacktestScore>),
    coverage: last.coverage ?? grid.setup.coverage,
    origins: last.origins,
    spanMs: span * stepMs,
    ...(noise && { noiseFloor: noise }),
  };
}

function withoutAbsent(record: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Why the forecast must not move replicas; `undefined` where it may. */
function distrust(grid: GridForecast, score: StepScore, facts: GridFacts): string | undefined {
  const { notices, staleSteps, stepMs } = facts;
  if (staleSteps > FRESH_STEPS) {
    return `No sample for ${formatDuration(staleSteps * stepMs)}: the forecast rests on old values, staying reactive.`;
  }
  if (notices.some(({ kind }) => kind === 'counter')) {
    return 'The values only grow and restart: a counter. Forecast its rate instead, such as rate(metric[5m]).';
  }
  if (score.origins < FEWEST_TO_TRUST) {
    return `Only ${score.origins} past moments to judge by (${FEWEST_TO_TRUST} are needed): staying reactive.`;
  }
  // An error as large as the values themselves: a forecast of zero would do as well.
  if (score.wape !== undefined && score.wape >= 1) {
    return 'The error is as large as the values themselves: staying reactive.';
  }
  const gateOpen = grid.latest.weights[0]! < 1;
  if (gateOpen && (score.skill ?? 0) > 0) return undefined;
  return grid.seasons.pattern === 'constant'
    ? 'The metric does not change: there is nothing to forecast.'
    : 'No pattern that beats the mean of the last five values: staying reactive.';
}

function staleNotice({ staleSteps, stepMs }: GridFacts): HistoryNotice[] {
  return staleSteps > FRESH_STEPS ? [{ kind: 'stale', forMs: staleSteps * stepMs }] : [];
}

/** The model that carries the forecast, or `combination` when none has nine tenths of the weight. */
function leadingModel(models: readonly Model[], weights: readonly number[]): string {
  const leader = weights.findIndex((weight) => weight >= 0.9);
  return leader < 0 ? 'combination' : models[leader]!.name;
}

function ranked(
  models: readonly Model[],
  errors: readonly (number | undefined)[],
  weights: readonly number[],
): Forecast['candidates'] {
  return models
    .map(({ name }, i) => ({
      model: name,
      weight: weights[i]!,
      ...(errors[i] !== undefined && { wape: errors[i] }),
    }))
    .sort((a, b) => (a.wape ?? Infinity) - (b.wape ?? Infinity));
}

/** The forecast at the request's steps; where the grid is coarser, on straight lines between its points. */
function pointsOf(
  request: Pick<ForecastRequest, 'horizonMs' | 'stepMs'>,
  { lastMs, stepMs }: GridFacts,
  { combined, bounds }: OriginForecast,
): readonly ForecastPoint[] {
  const count = Math.max(1, Math.round(request.horizonMs / request.stepMs));
  return Array.from({ length: count }, (_, i) => {
    const ahead = ((i + 1) * request.stepMs) / stepMs - 1;
    const value = between(combined, ahead);
    return {
      timestampMs: lastMs + (i + 1) * request.stepMs,
      value,
      lower: bounds === undefined ? value : between(bounds.lower, ahead),
      upper: bounds === undefined ? value : between(bounds.upper, ahead),
    };
  });
}

/** An event lifts the window's maximum to that of the points it lifted. */
function raisedMaximum(
  { maximum }: OriginForecast,
  points: readonly ForecastPoint[],
  raised: boolean,
): Forecast['maximum'] {
  if (maximum === undefined || !raised) return maximum;
  return {
    value: points.reduce((highest, { value }) => Math.max(highest, value), maximum.value),
    upper: points.reduce((highest, { upper }) => Math.max(highest, upper), maximum.upper),
  };
}

/** The value at a fractional index, on the line between its neighbours; the first and last hold beyond the ends. */
function between(values: Float64Array, index: number): number {
  const at = Math.min(values.length - 1, Math.max(0, index));
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return values[low]! + (values[high]! - values[low]!) * (at - low);
}
