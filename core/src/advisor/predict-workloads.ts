import { eventsOf } from '../forecast/index.ts';
import { type Forecaster, forecastMany } from '../ports/index.ts';
import { type AdvisorSources, listWorkloads, type WorkloadListOptions } from './analyze.ts';
import { refOf } from './cluster-facts.ts';
import { readDemand } from './demand-history.ts';
import { historyReader, type Window } from './history-reader.ts';
import { sumOfSeries } from './pod-average.ts';
import { LOOKBACK_MS, type PredictionOptions, predictionReport, stepFor } from './predict.ts';
import { isoTime } from './report-basis.ts';
import type { MetricHistory } from './workload-facts.ts';
import type { PredictionList, PredictionReport } from './workload-report.ts';

export interface PredictionListOptions extends PredictionOptions, WorkloadListOptions {
  /** Of each workload one of its metrics: `cpu`, `memory`, `gpu`, `requests`, or a name that its HPA goes by; its requests, else its CPU, without one. */
  readonly demandQuery?: string;
  /** Series that are read or fitted at one time. */
  readonly atOnce: number;
  /** Told before each workload: how many are done, of how many, and which comes next. */
  readonly onProgress?: (done: number, total: number, next: string) => void;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Forecasts the demand of every Deployment and StatefulSet of a namespace, or of all when none is given, as `predictDemand` does of one. Of the
 * history a report keeps the last day, so that a large cluster fits into memory. By namespace, then name.
 */
export async function predictWorkloads(
  { metrics, cluster, clock }: Required<Pick<AdvisorSources, 'metrics' | 'cluster' | 'clock'>>,
  forecaster: Forecaster,
  namespace: string | undefined,
  options: PredictionListOptions,
): Promise<PredictionList> {
  const { horizonMs, coverage, model, demandQuery, atOnce, signal, onProgress } = options;
  const nowMs = clock.now();
  const reader = historyReader(metrics, nowMs, options);
  const window: Window = { spanMs: options.lookbackMs ?? LOOKBACK_MS, stepMs: stepFor(horizonMs) };
  const refs = (await listWorkloads(cluster, namespace, options))
    .map(([object, kind]) => refOf(object, kind))
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
  const demands = new Map<string, MetricHistory>();
  const jobs = refs.map((ref, index) => ({
    key: String(index),
    request: async () => {
      const demand = await readDemand(reader, ref, {
        window,
        ...(demandQuery === undefined ? {} : { demandQuery }),
      });
      demands.set(String(index), demand);
      const scope = { namespace: ref.namespace, object: `${ref.kind}/${ref.name}` };
      return {
        history: sumOfSeries(demand.series),
        ...{ nowMs, horizonMs, coverage, stepMs: demand.stepMs },
        events: eventsOf(options.events ?? [], scope),
        ...(model === undefined ? {} : { model }),
      };
    },
  }));
  const tell = (done: number): void => {
    const next = refs[done];
    onProgress?.(done, refs.length, next === undefined ? '' : `${next.namespace}/${next.name}`);
  };
  tell(0);
  const items: PredictionReport[] = [];
  const many = { atOnce, ...(signal && { signal }), onProgress: tell };
  for await (const { key, outcome } of forecastMany(forecaster, jobs, many)) {
    const [ref, demand] = [refs[Number(key)], demands.get(key)];
    demands.delete(key);
    if (ref === undefined || demand === undefined) continue;
    const { kind, namespace: within, name } = ref;
    const report = predictionReport(
      demand,
      { history: sumOfSeries(demand.series), outcome },
      { nowMs, source: reader.source, horizonMs, shownSinceMs: nowMs - DAY_MS },
    );
    items.push({ ...report, workload: { kind, namespace: within, name } });
  }
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'PredictionList',
    generatedAt: isoTime(nowMs),
    cluster: cluster.description,
    horizonMinutes: horizonMs / 60_000,
    coverage,
    source: metrics.description,
    items,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
