import { forecast, type ForecastOutcome, type ForecastPoint, type KnownEvent } from '../forecast/index.ts';
import type { TimeSeries } from '../stats/index.ts';
import { formatNumber } from '../units/index.ts';
import { sumOfSeries } from './pod-average.ts';
import type { DemandAhead } from './replica-decision.ts';
import type { MetricHistory } from './workload-facts.ts';

export interface DemandForecast {
  readonly history: TimeSeries;
  readonly outcome: ForecastOutcome;
  /** Absent without a trusted forecast, or where demand is zero now and no ratio exists. */
  readonly ahead?: DemandAhead;
  /** The same at the highest point of the forecast. */
  readonly peak?: DemandAhead;
}

export interface DemandOptions {
  readonly nowMs: number;
  readonly horizonMs: number;
  /** Nominal coverage of the interval, 0–1. */
  readonly coverage: number;
  readonly model?: string;
  /** Events that the past does not show. */
  readonly events?: readonly KnownEvent[];
}

/** Forecasts a workload's demand; several series (a user's query may answer some) are added up. */
export function forecastDemand(demand: MetricHistory, options: DemandOptions): DemandForecast {
  const history = sumOfSeries(demand.series);
  const outcome = forecast({
    history,
    nowMs: options.nowMs,
    horizonMs: options.horizonMs,
    stepMs: demand.stepMs,
    coverage: options.coverage,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.events === undefined ? {} : { events: options.events }),
  });
  const points = outcome.kind === 'forecast' && outcome.trusted ? outcome.points : [];
  const ahead = demandAt(points.at(-1), demand, history);
  const highest = points.reduce<ForecastPoint | undefined>(
    (best, point) => (best === undefined || point.value > best.value ? point : best),
    undefined,
  );
  const peak = demandAt(highest, demand, history);
  return {
    history,
    outcome,
    ...(ahead === undefined ? {} : { ahead }),
    ...(peak === undefined ? {} : { peak }),
  };
}

function demandAt(
  point: ForecastPoint | undefined,
  demand: MetricHistory,
  history: TimeSeries,
): DemandAhead | undefined {
  const present = history.values.at(-1);
  if (point === undefined || present === undefined || present <= 0) return undefined;
  const factor = point.value / present;
  const unit = demand.unit === '' ? '' : ` ${demand.unit}`;
  const text =
    `demand ${formatNumber(present, 3)} → ${formatNumber(point.value, 3)}${unit} (× ${formatNumber(factor, 3)}); ` +
    'each metric is taken to change with it';
  return { atMs: point.timestampMs, factor, text };
}
