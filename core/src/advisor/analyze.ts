import { deployment, statefulSet } from '../apis/kinds.ts';
import type { WorkloadRef } from '../apis/workload-ref.ts';
import type { PriceBook } from '../cost/price-book.ts';
import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import {
  type Clock,
  type ClusterSource,
  type MetricsSource,
  type SourceCallOptions,
} from '../ports/index.ts';
import { type AssessmentOptions, assessWorkload } from './assess-workload.ts';
import {
  type NamespaceFacts,
  readClusterFacts,
  readNamespaceFacts,
  refOf,
  workloadFactsOf,
} from './cluster-facts.ts';
import type { DemandRequest } from './demand-history.ts';
import { getWorkload } from './get-workload.ts';
import { historyReader } from './history-reader.ts';
import { readWorkloadMetrics } from './metric-facts.ts';
import { isoTime } from './report-basis.ts';
import type { NamespacedWorkload, WorkloadFacts } from './workload-facts.ts';
import type { WorkloadReport, WorkloadReportList } from './workload-report.ts';

/** Where the advisor reads from. Without `metrics`, reports hold replicas and placement only; without `prices`, no cost. */
export interface AdvisorSources {
  readonly cluster: ClusterSource;
  readonly metrics?: MetricsSource;
  readonly prices?: PriceBook;
  readonly clock: Clock;
}

/** Which of the workloads are listed. */
export interface WorkloadListOptions extends SourceCallOptions {
  /** In Kubernetes' own syntax; all without one. */
  readonly labelSelector?: string;
}

export interface AnalysisOptions
  extends Omit<AssessmentOptions, 'prices'>, DemandRequest, WorkloadListOptions {
  /** Told before each workload of a list: how many are done, of how many, and which comes next. */
  readonly onProgress?: (done: number, total: number, next: string) => void;
  /** Told each report as soon as it is made. */
  readonly onReport?: (report: WorkloadReport) => void;
}

/** Kinds that an HPA can scale and that are listed when none is named. */
export const LISTED_KINDS: readonly GroupKind[] = [deployment, statefulSet];

/** Analyzes named workloads of one namespace. Throws {@link SourceError} `not-found` for one that is not there. */
export async function analyzeWorkloads(
  sources: AdvisorSources,
  namespace: string,
  refs: readonly WorkloadRef[],
  options: AnalysisOptions,
): Promise<readonly WorkloadReport[]> {
  return analyzeNamed(
    sources,
    refs.map((ref) => ({ ...ref, namespace })),
    options,
  );
}

/** {@link analyzeWorkloads}, of several namespaces. */
export async function analyzeNamed(
  sources: AdvisorSources,
  workloads: readonly NamespacedWorkload[],
  options: AnalysisOptions,
): Promise<readonly WorkloadReport[]> {
  // The workloads first: one that is not there, or may not be read, is what the user has to hear of.
  const objects = await Promise.all(
    workloads.map(
      async (ref) => [await getWorkload(sources.cluster, ref.namespace, ref, options), ref] as const,
    ),
  );
  return analyzeObjects(sources, objects, await readFactsOf(sources, objects, options), options);
}

/** Analyzes every Deployment and StatefulSet of a namespace, or of all when none is given. */
export async function analyzeNamespace(
  sources: AdvisorSources,
  namespace: string | undefined,
  options: AnalysisOptions,
): Promise<WorkloadReportList> {
  const nowMs = sources.clock.now();
  const objects = await listWorkloads(sources.cluster, namespace, options);
  const items = await analyzeObjects(sources, objects, await readFactsOf(sources, objects, options), options);
  return workloadReportList(items, nowMs, sources.cluster);
}

/** What the objects share, by their namespaces. */
async function readFactsOf(
  { cluster, prices }: AdvisorSources,
  objects: readonly (readonly [KubernetesObject, GroupKind])[],
  options: AnalysisOptions,
): Promise<ReadonlyMap<string, NamespaceFacts>> {
  const shared = await readClusterFacts(cluster, prices !== undefined, options);
  const facts = new Map<string, NamespaceFacts>();
  for (const namespace of new Set(objects.map(([object, kind]) => refOf(object, kind).namespace))) {
    facts.set(namespace, await readNamespaceFacts(cluster, shared, namespace, options));
  }
  return facts;
}

/** Reports that were made at `nowMs` of one cluster, as a list of it. */
export function workloadReportList(
  items: readonly WorkloadReport[],
  nowMs: number,
  { description }: Pick<ClusterSource, 'description'>,
): WorkloadReportList {
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'WorkloadReportList',
    generatedAt: isoTime(nowMs),
    cluster: description,
    items: [...items],
  };
}

/** Every Deployment and StatefulSet of a namespace, or of all when none is given. */
export async function listWorkloads(
  cluster: ClusterSource,
  namespace: string | undefined,
  { labelSelector, ...options }: WorkloadListOptions,
): Promise<readonly (readonly [KubernetesObject, GroupKind])[]> {
  const within = {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
  };
  const asked = LISTED_KINDS.map(async (kind) => {
    const objects = await cluster.list({ ...kind, ...within }, options);
    return objects.map((object) => [object, kind] as const);
  });
  // Of several refusals the same one is told each time, not the one that came first.
  await Promise.allSettled(asked);
  const lists = await Promise.all(asked);
  return lists.flat();
}

/** One after the other: a workload's queries already run side by side, and a list must not overrun the server. */
async function analyzeObjects(
  sources: AdvisorSources,
  objects: readonly (readonly [KubernetesObject, GroupKind])[],
  facts: ReadonlyMap<string, NamespaceFacts>,
  options: AnalysisOptions,
): Promise<readonly WorkloadReport[]> {
  const nowMs = sources.clock.now();
  const reports: WorkloadReport[] = [];
  for (const [index, [object, kind]] of objects.entries()) {
    const ref = refOf(object, kind);
    options.onProgress?.(index, objects.length, `${ref.namespace}/${ref.name}`);
    const shared = facts.get(ref.namespace);
    const about = shared && workloadFactsOf(object, ref, shared, nowMs);
    if (about === undefined) continue;
    const made = await report(sources, about, options);
    options.onReport?.(made);
    reports.push(made);
  }
  options.onProgress?.(objects.length, objects.length, '');
  return reports;
}

async function report(
  { metrics, prices }: AdvisorSources,
  facts: WorkloadFacts,
  options: AnalysisOptions,
): Promise<WorkloadReport> {
  const reader = metrics && historyReader(metrics, facts.nowMs, options);
  const read = reader && (await readWorkloadMetrics(reader, facts, options));
  return assessWorkload(
    { ...facts, ...(read === undefined ? {} : { metrics: read }) },
    { ...options, ...(prices === undefined ? {} : { prices }) },
  );
}
