import {
  type EventScope,
  eventsOf,
  type ForecastOutcome,
  type ForecastProfile,
  type ScopedEvent,
} from '../forecast/index.ts';
import {
  type Clock,
  type ClusterSource,
  type MetricsSource,
  type SourceCallOptions,
  SourceError,
} from '../ports/index.ts';
import { normalizeSeries, samplingStepMs, type TimeSeries } from '../stats/index.ts';
import { backtestReport } from './backtest-report.ts';
import { type DemandForecast, forecastDemand } from './demand-ahead.ts';
import { readDemand, readUserDemand } from './demand-history.ts';
import { forecastReport, noForecastReport } from './forecast-report.ts';
import { getWorkload } from './get-workload.ts';
import { historyReader, type Window } from './history-reader.ts';
import { metricReport } from './metric-report.ts';
import { readReplicaFacts, replicaOutlook } from './replica-outlook.ts';
import { isoTime } from './report-basis.ts';
import type { MetricHistory, NamespacedWorkload } from './workload-facts.ts';
import type { PredictionReport } from './workload-report.ts';

export interface PredictionSubject {
  /** The workload whose demand is meant; absent when a query is all there is. */
  readonly workload?: NamespacedWorkload;
  readonly demandQuery?: string;
}

export interface PredictionSources {
  readonly metrics: MetricsSource;
  /** Where a workload's HPA is read; without it nothing is said of replicas. */
  readonly cluster?: ClusterSource;
  readonly clock: Clock;
}

export interface SeriesPredictionOptions {
  readonly horizonMs: number;
  /** Nominal coverage of the interval, 0–1. */
  readonly coverage: number;
  readonly model?: string;
  /** Events that the past does not show. */
  readonly events?: readonly ScopedEvent[];
  /** Whether to forecast the newest part of the history again and report by how far each answer looked ahead. */
  readonly backtest?: boolean;
}

export interface PredictionOptions extends SeriesPredictionOptions, SourceCallOptions {
  /** How far back to read; 28 days when left out, or what the source keeps. */
  readonly lookbackMs?: number;
}

const MINUTE = 60_000;
export const LOOKBACK_MS = 28 * 24 * 60 * MINUTE;
const SHORTEST_STEP_MS = 5 * MINUTE;
/** Steps of a horizon, about: longer ones are forecast in longer steps. */
const MOST_STEPS = 288;
const PROFILE: ForecastProfile = 'full';

/**
 * Forecasts the demand of a workload, with the replicas that its HPA would ask for, or whatever a query answers.
 *
 * @throws RangeError without a workload and without a query: there is nothing to forecast.
 */
export async function predictDemand(
  sources: PredictionSources,
  { workload, demandQuery }: PredictionSubject,
  options: PredictionOptions,
): Promise<PredictionReport> {
  const nowMs = sources.clock.now();
  const reader = historyReader(sources.metrics, nowMs, options);
  const window: Window = { spanMs: options.lookbackMs ?? LOOKBACK_MS, stepMs: stepFor(options.horizonMs) };
  if (workload === undefined) {
    if (demandQuery === undefined) throw new RangeError('a workload or a query is needed');
    const asked = await readUserDemand(reader, demandQuery, window);
    return forecastReportOf(asked, { nowMs, source: reader.source }, options).report;
  }
  const request = { window, ...(demandQuery === undefined ? {} : { demandQuery }) };
  const { metrics, cluster } = sources;
  const [read, replicas] = await Promise.all([
    readDemand(reader, workload, request).catch(async (error: unknown) => {
      // Of a workload that is not there nothing was recorded either: the former is what the user has to hear of.
      throw (cluster && (await absence(cluster, workload, options))) ?? error;
    }),
    cluster && readReplicaFacts({ metrics, cluster }, workload, nowMs, options),
  ]);
  const { kind, namespace, name } = workload;
  const scope = { nowMs, source: reader.source, namespace, object: `${kind}/${name}` };
  const { report, demand } = forecastReportOf(read, scope, options);
  return {
    ...report,
    workload: { kind, namespace, name },
    ...(replicas && { replicas: replicaOutlook(replicas, demand, nowMs) }),
  };
}

/** That a workload is not there; `undefined` where it is, or where nobody knows. */
async function absence(
  cluster: ClusterSource,
  workload: NamespacedWorkload,
  options: SourceCallOptions,
): Promise<SourceError | undefined> {
  try {
    await getWorkload(cluster, workload.namespace, workload, options);
  } catch (error) {
    if (error instanceof SourceError && error.code === 'not-found') return error;
  }
  return undefined;
}

/** Forecasts samples from the newest of them on, in their own steps; `source` says for people where they are from. */
export function predictSeries(
  series: TimeSeries,
  source: string,
  options: SeriesPredictionOptions,
): PredictionReport {
  const past = normalizeSeries(series);
  const nowMs = past.timestampsMs.at(-1) ?? 0;
  const demand: MetricHistory = {
    ...{ name: 'demand', title: 'demand', unit: '', method: 'samples of a file' },
    stepMs: samplingStepMs(past) ?? SHORTEST_STEP_MS,
    series: [series],
  };
  return forecastReportOf(demand, { nowMs, source }, options).report;
}

/** The step in which a horizon is forecast, milliseconds. */
export function stepFor(horizonMs: number): number {
  return SHORTEST_STEP_MS * Math.max(1, Math.ceil(horizonMs / MOST_STEPS / SHORTEST_STEP_MS));
}

function forecastReportOf(
  demand: MetricHistory,
  { nowMs, source, ...scope }: { readonly nowMs: number; readonly source: string } & EventScope,
  options: SeriesPredictionOptions,
): { readonly report: PredictionReport; readonly demand: DemandForecast } {
  const { horizonMs, coverage, model } = options;
  const made = forecastDemand(demand, { nowMs, ...options, events: eventsOf(options.events ?? [], scope) });
  const report = predictionReport(demand, made, { nowMs, source, horizonMs });
  if (options.backtest !== true) return { report, demand: made };
  const backtest = backtestReport({
    ...{ history: made.history, stepMs: demand.stepMs, horizonMs, coverage, profile: PROFILE },
    ...(model === undefined ? {} : { model }),
  });
  return {
    report: { ...report, ...(backtest === undefined ? {} : { backtest }) },
    demand: made,
  };
}

export interface PredictionReportInput {
  readonly nowMs: number;
  readonly source: string;
  readonly horizonMs: number;
  /** The report's history begins here, epoch milliseconds; all of it without one. */
  readonly shownSinceMs?: number;
}

/** A forecast of a demand, which `history` adds up, as a report. */
export function predictionReport(
  demand: MetricHistory,
  { history, outcome }: { readonly history: TimeSeries; readonly outcome: ForecastOutcome },
  { nowMs, source, horizonMs, shownSinceMs }: PredictionReportInput,
): PredictionReport {
  const { name, title, unit, stepMs, method, demandOf } = demand;
  const basis = { source, method };
  const series = shownSinceMs === undefined ? history : since(history, shownSinceMs);
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'Prediction',
    generatedAt: isoTime(nowMs),
    metric: metricReport({
      ...{ name, title, unit, series, stepMs, nowMs, source, method },
      ...(demandOf === undefined ? {} : { demandOf }),
    }),
    ...(outcome.kind === 'insufficient-data'
      ? { noForecast: noForecastReport(name, outcome) }
      : { forecast: forecastReport(outcome, { metric: name, unit, horizonMs, stepMs, basis }) }),
  };
}

function since({ labels, timestampsMs, values }: TimeSeries, startMs: number): TimeSeries {
  const first = timestampsMs.findIndex((time) => time >= startMs);
  const from = first < 0 ? timestampsMs.length : first;
  return { labels, timestampsMs: timestampsMs.slice(from), values: values.slice(from) };
}
