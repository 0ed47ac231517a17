import type { WorkloadRef } from '../apis/workload-ref.ts';
import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { RightsizingMethod } from '../rightsizing/index.ts';
import { type AdvisorSources, listWorkloads, type WorkloadListOptions } from './analyze.ts';
import { readClusterFacts, readNamespaceFacts, refOf, workloadFactsOf } from './cluster-facts.ts';
import { getWorkload } from './get-workload.ts';
import { historyReader } from './history-reader.ts';
import { readResourceMetrics } from './metric-facts.ts';
import { isoTime } from './report-basis.ts';
import type { RightsizeReport } from './rightsize-report.ts';
import { rightsizeWorkload, type SizedWorkload } from './rightsize-workload.ts';

export interface RightsizeOptions extends WorkloadListOptions {
  readonly method: RightsizingMethod;
  /** Told before each workload: how many are done, of how many, and which comes next. */
  readonly onProgress?: (done: number, total: number, next: string) => void;
}

/** Which workloads: some of one namespace, all of it, or (without one) all of the cluster. */
export interface RightsizeSubject {
  readonly namespace?: string;
  /** Of that namespace where they do not name their own. */
  readonly refs: readonly (WorkloadRef & { readonly namespace?: string })[];
}

export interface RightsizeOutcome {
  readonly report: RightsizeReport;
  readonly workloads: readonly SizedWorkload[];
}

/**
 * Sizes the containers of workloads from what they used. Throws {@link SourceError} `not-found` for a named workload that is not there.
 *
 * @throws RangeError without metrics, or with refs and no namespace.
 */
export async function rightsize(
  sources: AdvisorSources,
  { namespace, refs }: RightsizeSubject,
  options: RightsizeOptions,
): Promise<RightsizeOutcome> {
  const { cluster, metrics, prices, clock } = sources;
  if (metrics === undefined) throw new RangeError('sizes come from measured use: metrics are needed');
  const nowMs = clock.now();
  const objects = await subjects(sources, namespace, refs, options);
  const shared = await readClusterFacts(cluster, prices !== undefined, options);
  const reader = historyReader(metrics, nowMs, options);
  const facts = new Map<string, Awaited<ReturnType<typeof readNamespaceFacts>>>();
  const workloads: SizedWorkload[] = [];
  for (const [index, [object, kind]] of objects.entries()) {
    const ref = refOf(object, kind);
    options.onProgress?.(index, objects.length, `${ref.namespace}/${ref.name}`);
    const own =
      facts.get(ref.namespace) ?? (await readNamespaceFacts(cluster, shared, ref.namespace, options));
    facts.set(ref.namespace, own);
    const about = workloadFactsOf(object, ref, own, nowMs);
    if (about === undefined) continue;
    const read = await readResourceMetrics(reader, ref);
    workloads.push(
      rightsizeWorkload(object, about, read, {
        method: options.method,
        ...(prices === undefined ? {} : { prices }),
      }),
    );
  }
  options.onProgress?.(objects.length, objects.length, '');
  return { workloads, report: reportOf(sources, workloads, options.method) };
}

async function subjects(
  sources: AdvisorSources,
  namespace: string | undefined,
  refs: RightsizeSubject['refs'],
  options: WorkloadListOptions,
): Promise<readonly (readonly [KubernetesObject, GroupKind])[]> {
  if (refs.length === 0) return listWorkloads(sources.cluster, namespace, options);
  return Promise.all(
    refs.map(async (ref) => {
      const within = ref.namespace ?? namespace;
      if (within === undefined) throw new RangeError('a workload is named within a namespace');
      return [await getWorkload(sources.cluster, within, ref, options), ref] as const;
    }),
  );
}

/** Notes that all workloads share are said once. */
function reportOf(
  { cluster, clock }: AdvisorSources,
  workloads: readonly SizedWorkload[],
  method: RightsizingMethod,
): RightsizeReport {
  const [first, ...others] = workloads.map(({ item }) => item.notes);
  const shared = (first ?? []).filter(
    (note) => others.length > 0 && others.every((notes) => notes.includes(note)),
  );
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'RightsizeReport',
    generatedAt: isoTime(clock.now()),
    cluster: cluster.description,
    method,
    items: workloads.map(({ item }) => ({
      ...item,
      notes: item.notes.filter((note) => !shared.includes(note)),
    })),
    notes: shared,
  };
}
