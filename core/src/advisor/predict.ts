import type { WorkloadRef } from '../apis/workload-ref.ts';
import type { Clock, MetricsSource, SourceCallOptions } from '../ports/index.ts';
import { forecastDemand } from './demand-ahead.ts';
import { readDemand, readUserDemand } from './demand-history.ts';
import { forecastReport, noForecastReport } from './forecast-report.ts';
import { historyReader } from './history-reader.ts';
import { metricReport } from './metric-report.ts';
import { isoTime } from './report-basis.ts';
import type { MetricHistory } from './workload-facts.ts';
import type { PredictionReport } from './workload-report.ts';

export interface PredictionSubject {
  /** The workload whose demand is meant; absent when a query is all there is. */
  readonly workload?: WorkloadRef & { readonly namespace: string };
  readonly demandQuery?: string;
}

export interface PredictionOptions extends SourceCallOptions {
  readonly horizonMs: number;
  /** Nominal coverage of the interval, 0–1. */
  readonly coverage: number;
  readonly model?: string;
}

/**
 * Forecasts the demand of a workload, or whatever a query answers.
 *
 * @throws RangeError without a workload and without a query: there is nothing to forecast.
 */
export async function predictDemand(
  sources: { readonly metrics: MetricsSource; readonly clock: Clock },
  { workload, demandQuery }: PredictionSubject,
  options: PredictionOptions,
): Promise<PredictionReport> {
  const nowMs = sources.clock.now();
  const reader = historyReader(sources.metrics, nowMs, options);
  const demand = await readSubject();
  const { history, outcome } = forecastDemand(demand, { nowMs, ...options });
  const { name, title, unit, stepMs, method } = demand;
  const { source } = reader;
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'Prediction',
    generatedAt: isoTime(nowMs),
    ...(workload === undefined
      ? {}
      : { workload: { kind: workload.kind, namespace: workload.namespace, name: workload.name } }),
    metric: metricReport({ name, title, unit, series: history, stepMs, nowMs, source, method }),
    ...(outcome.kind === 'insufficient-data'
      ? { noForecast: noForecastReport(name, outcome) }
      : {
          forecast: forecastReport(outcome, {
            metric: name,
            unit,
            horizonMs: options.horizonMs,
            stepMs,
            basis: { source, method },
          }),
        }),
  };

  function readSubject(): Promise<MetricHistory> {
    if (workload !== undefined) {
      return readDemand(reader, workload, demandQuery === undefined ? {} : { demandQuery });
    }
    if (demandQuery !== undefined) return readUserDemand(reader, demandQuery);
    throw new RangeError('a workload or a query is needed');
  }
}
