import type { HpaView } from '../apis/hpa.ts';
import { eventsOf } from '../forecast/index.ts';
import { type Forecaster, forecastMany } from '../ports/index.ts';
import type { AdvisorSources } from './analyze.ts';
import { listWorkloads, type WorkloadListOptions } from './analyze.ts';
import { readClusterFacts, readNamespaceFacts, refOf, workloadFactsOf } from './cluster-facts.ts';
import { readDemand, readDemandOf } from './demand-history.ts';
import { errorReport, noForecastReport } from './forecast-report.ts';
import { type HistoryReader, historyReader, type Window } from './history-reader.ts';
import { scalingMetricOf } from './metric-facts.ts';
import { sumOfSeries } from './pod-average.ts';
import { LOOKBACK_MS, type PredictionOptions, stepFor } from './predict.ts';
import { isoTime } from './report-basis.ts';
import type { MetricHistory, NamespacedWorkload } from './workload-facts.ts';
import type { PredictionRanking, ReportRankedMetric } from './workload-report.ts';

export interface RankingOptions extends PredictionOptions, WorkloadListOptions {
  /** Series that are read or fitted at one time. */
  readonly atOnce: number;
  readonly onProgress?: (done: number) => void;
}

/** One metric, before its history is read. */
interface Subject {
  readonly ref: NamespacedWorkload;
  readonly read: () => Promise<MetricHistory>;
}

/**
 * Forecasts the demands of all workloads of a namespace (requests, CPU, memory, and what their HPAs go by) and ranks them by how well
 * that can be done: those that may be trusted first, by the error at the horizon. In the fast profile.
 */
export async function rankMetrics(
  { metrics, cluster, clock }: Required<Pick<AdvisorSources, 'metrics' | 'cluster' | 'clock'>>,
  forecaster: Forecaster,
  namespace: string,
  options: RankingOptions,
): Promise<PredictionRanking> {
  const { horizonMs, coverage, atOnce, onProgress, signal } = options;
  const nowMs = clock.now();
  const reader = historyReader(metrics, nowMs, options);
  const stepMs = stepFor(horizonMs);
  const window: Window = { spanMs: options.lookbackMs ?? LOOKBACK_MS, stepMs };
  const read = new Map<string, { readonly subject: Subject; readonly demand: MetricHistory }>();
  const jobs = (await subjectsOf()).map((subject, index) => ({
    key: String(index),
    request: async () => {
      const demand = await subject.read();
      read.set(String(index), { subject, demand });
      const { model } = options;
      const { kind, name } = subject.ref;
      const events = eventsOf(options.events ?? [], { namespace, object: `${kind}/${name}` });
      return {
        ...{
          history: sumOfSeries(demand.series),
          nowMs,
          horizonMs,
          stepMs,
          coverage,
          profile: 'fast' as const,
        },
        events,
        ...(model === undefined ? {} : { model }),
      };
    },
  }));
  const items: ReportRankedMetric[] = [];
  const seen = new Set<string>();
  const many = { atOnce, ...(signal && { signal }), ...(onProgress && { onProgress }) };
  for await (const { key, outcome } of forecastMany(forecaster, jobs, many)) {
    const { subject, demand } = read.get(key) ?? {};
    read.delete(key);
    if (subject === undefined || demand === undefined) continue;
    // Two metrics of an HPA may stand for one demand.
    const identity = `${subject.ref.kind}/${subject.ref.name} ${demand.name}`;
    if (seen.has(identity) || demand.series.length === 0) continue;
    seen.add(identity);
    items.push(rankedMetric(subject.ref, demand, outcome));
  }
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'PredictionRanking',
    generatedAt: isoTime(nowMs),
    namespace,
    horizonMinutes: horizonMs / 60_000,
    coverage,
    source: metrics.description,
    items: items.sort(byPredictability),
  };

  async function subjectsOf(): Promise<Subject[]> {
    const objects = await listWorkloads(cluster, namespace, options);
    const facts = await readNamespaceFacts(
      cluster,
      await readClusterFacts(cluster, false, options),
      namespace,
      options,
    );
    return objects.flatMap(([object, kind]) => {
      const ref = refOf(object, kind);
      const { hpas = [] } = workloadFactsOf(object, ref, facts, nowMs) ?? {};
      return subjectsOfWorkload(reader, ref, hpas, window);
    });
  }
}

/** What HPAs go by comes first: of a demand that is named twice, the row then says whose it is. */
function subjectsOfWorkload(
  reader: HistoryReader,
  ref: NamespacedWorkload,
  hpas: readonly HpaView[],
  window: Window,
): Subject[] {
  const ofHpas = hpas.flatMap((hpa) =>
    hpa.metrics.flatMap((metric) => {
      const scaling = scalingMetricOf(metric, ref.namespace);
      return scaling === undefined ? [] : [{ ref, read: () => readDemandOf(reader, scaling, ref, window) }];
    }),
  );
  const own = ['requests', 'cpu', 'memory'].map((demandQuery) => ({
    ref,
    read: () => readDemand(reader, ref, { demandQuery, window }),
  }));
  return [...ofHpas, ...own];
}

type Outcome = Awaited<ReturnType<Forecaster['forecast']>>;

function rankedMetric(
  { kind, namespace, name }: NamespacedWorkload,
  demand: MetricHistory,
  outcome: Outcome,
): ReportRankedMetric {
  const times = sumOfSeries(demand.series).timestampsMs;
  const point = outcome.kind === 'forecast' ? outcome.points.at(-1) : undefined;
  return {
    workload: { kind, namespace, name },
    metric: demand.title,
    unit: demand.unit,
    ...(demand.demandOf === undefined ? {} : { demandOf: demand.demandOf }),
    historySeconds: Math.round(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000),
    ...(outcome.kind === 'insufficient-data'
      ? { noForecast: noForecastReport(demand.name, outcome) }
      : {
          forecast: {
            pattern: outcome.pattern,
            trusted: outcome.trusted,
            ...(outcome.note === undefined ? {} : { note: outcome.note }),
            ...{ value: point?.value ?? 0, lower: point?.lower ?? 0, upper: point?.upper ?? 0 },
            error: errorReport(outcome.backtest),
          },
        }),
  };
}

function byPredictability(left: ReportRankedMetric, right: ReportRankedMetric): number {
  return (
    Number(right.forecast?.trusted ?? false) - Number(left.forecast?.trusted ?? false) ||
    (left.forecast?.error.wape ?? Infinity) - (right.forecast?.error.wape ?? Infinity) ||
    (left.workload.name < right.workload.name ? -1 : 1)
  );
}
