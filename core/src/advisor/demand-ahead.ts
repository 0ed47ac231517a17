import { forecast, type ForecastOutcome } from '../forecast/index.ts';
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
}

export interface DemandOptions {
  readonly nowMs: number;
  readonly horizonMs: number;
  /** Nominal coverage of the interval, 0–1. */
  readonly coverage: number;
  readonly model?: string;
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
  });
  const ahead = demandAhead(demand, history, outcome);
  return { history, outcome, ...(ahead === undefined ? {} : { ahead }) };
}

function demandAhead(
  demand: MetricHistory,
  history: TimeSeries,
  outcome: ForecastOutcome,
): DemandAhead | undefined {
  const present = history.values.at(-1);
  if (outcome.kind !== 'forecast' || !outcome.trusted || present === undefined || present <= 0) {
    return undefined;
  }
  const end = outcome.points.at(-1);
  if (end === undefined) return undefined;
  const factor = end.value / present;
  const unit = demand.unit === '' ? '' : ` ${demand.unit}`;
  const text =
    `demand ${formatNumber(present, 3)} → ${formatNumber(end.value, 3)}${unit} (× ${formatNumber(factor, 3)}); ` +
    'each metric is taken to change with it';
  return { atMs: end.timestampMs, factor, text };
}
