import { type HpaView, hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler, node, pod } from '../../apis/kinds.ts';
import { type NodeView, nodeView } from '../../apis/node.ts';
import { type PodView, podView } from '../../apis/pod.ts';
import type { ClusterSource, SourceCallOptions } from '../../ports/index.ts';
import { forgivingReads } from '../explain/forgiving-reads.ts';
import type { StatusHpa } from './status-report.ts';

/** What a look at the state of scaling needs of a cluster, each read once. */
export interface StatusFacts {
  readonly nowMs: number;
  readonly kubernetesMinor: number;
  /** Of what was asked about, by namespace and name. */
  readonly hpas: readonly HpaView[];
  readonly pods: readonly PodView[];
  /** Of every namespace, since they share the nodes; absent where they may not be read. */
  readonly allPods?: readonly PodView[];
  readonly nodes?: readonly NodeView[];
  readonly notes: readonly string[];
}

export interface StatusScope {
  /** All namespaces when left out. */
  readonly namespace?: string;
  /** Of HPAs and pods, in Kubernetes' syntax. */
  readonly labelSelector?: string;
}

/** Without the right to list HPAs there is nothing to say; anything else that may not be read is a note. */
export async function readStatusFacts(
  cluster: ClusterSource,
  { namespace, labelSelector }: StatusScope,
  nowMs: number,
  options: SourceCallOptions,
): Promise<StatusFacts> {
  const scope = {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
  };
  const hpas = await cluster.list({ ...horizontalPodAutoscaler, ...scope }, options);
  const reads = forgivingReads();
  const [version, pods, allPods, nodes] = await Promise.all([
    cluster.version(options),
    reads.read(cluster.list({ ...pod, ...scope }, options), 'pods that wait are not seen'),
    reads.read(cluster.list(pod, options), 'what blocks waiting pods is the scheduler’s word alone'),
    reads.read(cluster.list(node, options), 'pods are not checked against nodes'),
  ]);
  return {
    nowMs,
    kubernetesMinor: version.minor,
    hpas: hpas.flatMap((object) => hpaView(object) ?? []).sort(byName),
    pods: (pods ?? []).flatMap((object) => podView(object) ?? []),
    ...(allPods === undefined ? {} : { allPods: allPods.flatMap((object) => podView(object) ?? []) }),
    ...(nodes === undefined ? {} : { nodes: nodes.flatMap((object) => nodeView(object) ?? []) }),
    notes: reads.notes,
  };
}

function byName({ metadata: a }: HpaView, { metadata: b }: HpaView): number {
  const [left, right] = [a, b].map(({ namespace = '', name = '' }) => `${namespace}/${name}`) as [
    string,
    string,
  ];
  return left < right ? -1 : Number(left > right);
}

export function statusHpa({ metadata, scaleTargetRef }: HpaView): StatusHpa {
  return {
    namespace: metadata.namespace ?? 'default',
    hpa: metadata.name ?? '',
    ...(scaleTargetRef === undefined ? {} : { target: `${scaleTargetRef.kind}/${scaleTargetRef.name}` }),
  };
}

/** Whole seconds since a moment; absent where it is not known. */
export function secondsSince(ms: number | undefined, nowMs: number): { readonly sinceSeconds?: number } {
  return ms === undefined ? {} : { sinceSeconds: Math.max(0, Math.round((nowMs - ms) / 1000)) };
}
