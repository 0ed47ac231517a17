import { hpaView } from '../apis/hpa.ts';
import { horizontalPodAutoscaler, pod } from '../apis/kinds.ts';
import {
  type ClusterSource,
  type MetricsSource,
  type SourceCallOptions,
  SourceError,
} from '../ports/index.ts';
import { readyReplicas } from '../promql/index.ts';
import { workloadFactsOf } from './cluster-facts.ts';
import type { DemandForecast } from './demand-ahead.ts';
import { forgivingReads } from './explain/forgiving-reads.ts';
import { readHpaHistories } from './explain/hpa-histories.ts';
import { getWorkload } from './get-workload.ts';
import { historyReader, WINDOWS } from './history-reader.ts';
import { REPLICAS } from './metric-facts.ts';
import { metricReport } from './metric-report.ts';
import { decideReplicas, replicasAhead, type ScaledFacts } from './replica-decision.ts';
import { isoTime } from './report-basis.ts';
import type { MetricHistory, NamespacedWorkload } from './workload-facts.ts';
import type { ReportPlannedReplicas, ReportReplicaOutlook } from './workload-report.ts';

/** What was read to say which replicas ran, and which would be asked for. */
export interface ReplicaFacts {
  readonly source: string;
  /** Absent where a recording does not hold it. */
  readonly ran?: MetricHistory;
  /** Text: why the cluster does not tell. */
  readonly scaled: ScaledFacts | string;
}

/** As much of the past as a chart of replicas shows. */
const RAN = { spanMs: 2 * WINDOWS.recent.spanMs, stepMs: WINDOWS.recent.stepMs };
/** The decision rests on the newest samples alone. */
const PRESENT = { spanMs: 3 * WINDOWS.recent.stepMs, stepMs: WINDOWS.recent.stepMs };

/** Reads the replicas of a workload and what its HPA decides by. A cluster that does not tell makes the answer poorer, not impossible. */
export async function readReplicaFacts(
  sources: { readonly metrics: MetricsSource; readonly cluster: ClusterSource },
  ref: NamespacedWorkload,
  nowMs: number,
  options: SourceCallOptions,
): Promise<ReplicaFacts> {
  const reader = historyReader(sources.metrics, nowMs, options);
  const [ran, scaled] = await Promise.all([
    forgivingReads().read(reader.read(readyReplicas(ref), REPLICAS, RAN), ''),
    readScaled(sources.cluster, ref, nowMs, options),
  ]);
  const [hpa] = typeof scaled === 'string' ? [] : scaled.hpas;
  const { source } = reader;
  if (typeof scaled === 'string' || hpa === undefined) return { source, scaled, ...(ran && { ran }) };
  const moment = { atMs: nowMs, ...PRESENT };
  const histories = await readHpaHistories(sources.metrics, ref, hpa.metrics, moment, options);
  return { source, scaled: { ...scaled, metrics: histories }, ...(ran && { ran }) };
}

/** The part of the cluster that concerns one workload's HPA. */
async function readScaled(
  cluster: ClusterSource,
  ref: NamespacedWorkload,
  nowMs: number,
  options: SourceCallOptions,
): Promise<ReplicaFacts['scaled']> {
  const { namespace } = ref;
  try {
    const [version, object, pods, hpas] = await Promise.all([
      cluster.version(options),
      getWorkload(cluster, namespace, ref, options),
      cluster.list({ ...pod, namespace }, options),
      cluster.list({ ...horizontalPodAutoscaler, namespace }, options),
    ]);
    const shared = { cluster: cluster.description, kubernetesMinor: version.minor, notes: [] };
    const facts = { ...shared, pods, vpas: [], hpas: hpas.flatMap((each) => hpaView(each) ?? []) };
    return workloadFactsOf(object, ref, facts, nowMs) ?? `${ref.kind} ${ref.name} runs no pods`;
  } catch (error) {
    if (!(error instanceof SourceError) || options.signal?.aborted === true) throw error;
    return error.message;
  }
}

/** The replicas that ran, and at each point of a trusted forecast those that the HPA's rules ask for; what is absent has a note. */
export function replicaOutlook(
  { source, ran, scaled }: ReplicaFacts,
  demand: DemandForecast,
  nowMs: number,
): ReportReplicaOutlook {
  const answer = historyOf(ran, source, nowMs);
  const notes = answer.history === undefined ? ['no history of its ready replicas'] : [];
  if (typeof scaled === 'string') return { ...answer, notes: [...notes, `nothing is planned: ${scaled}`] };
  const { decidedBy, hpa, minReplicas, maxReplicas, now, notes: faults } = decideReplicas(scaled);
  const current = { current: now.currentReplicas };
  const why = decidedBy === 'none' ? now.reasons[0]?.text : faults[0];
  if (why !== undefined) return { ...answer, ...current, notes: [...notes, why] };
  const planned = plannedReplicas(scaled, demand);
  return {
    ...answer,
    ...current,
    ...(hpa === undefined ? {} : { hpa }),
    ...(minReplicas === undefined ? {} : { minReplicas }),
    ...(maxReplicas === undefined ? {} : { maxReplicas }),
    ...(planned.length === 0 ? {} : { planned }),
    notes: planned.length === 0 ? [...notes, unplanned(demand)] : notes,
  };
}

function historyOf(
  ran: MetricHistory | undefined,
  source: string,
  nowMs: number,
): Pick<ReportReplicaOutlook, 'history' | 'basis'> {
  const series = ran?.series.find(({ values }) => values.length > 0);
  if (ran === undefined || series === undefined) return {};
  const { history, basis } = metricReport({ ...ran, series, nowMs, source });
  return { history, basis };
}

function plannedReplicas(facts: ScaledFacts, { outcome, history }: DemandForecast): ReportPlannedReplicas[] {
  const present = history.values.at(-1) ?? 0;
  const at = replicasAhead(facts);
  if (at === undefined || outcome.kind !== 'forecast' || !outcome.trusted || present <= 0) return [];
  return outcome.points.map(({ timestampMs: atMs, value, lower, upper }) => {
    const [replicas = 0, low = 0, high = 0] = [value, lower, upper].map((each) =>
      at({ atMs, factor: each / present }),
    );
    return { at: isoTime(atMs), replicas, lower: Math.min(low, replicas), upper: Math.max(high, replicas) };
  });
}

function unplanned({ outcome }: DemandForecast): string {
  if (outcome.kind !== 'forecast') return 'nothing is planned without a forecast';
  return outcome.trusted
    ? 'nothing is planned: there is no demand now to compare the forecast with'
    : 'nothing is planned on a forecast that is not trusted';
}
