import { type HpaView, hpaView } from '../apis/hpa.ts';
import { horizontalPodAutoscaler, node, pod, verticalPodAutoscaler } from '../apis/kinds.ts';
import { type NodeView, nodeView } from '../apis/node.ts';
import { metadataOf } from '../apis/object-metadata.ts';
import type { ObjectReference } from '../apis/object-reference.ts';
import { podsSelectedBy } from '../apis/ownership.ts';
import { podView } from '../apis/pod.ts';
import { type VpaView, vpaView } from '../apis/vpa.ts';
import { workloadView } from '../apis/workload.ts';
import { type ClusterCapacity, clusterCapacity } from '../cost/index.ts';
import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type ClusterSource, type ListQuery, type SourceCallOptions, SourceError } from '../ports/index.ts';
import type { NamespacedWorkload, WorkloadFacts } from './workload-facts.ts';

/** What is read once for all workloads of a cluster. */
export interface ClusterFacts {
  readonly cluster: string;
  readonly kubernetesMinor: number;
  readonly nodes?: readonly NodeView[];
  /** Of every namespace; absent where they may not be read, or nobody asks what nodes hold. */
  readonly allPods?: readonly KubernetesObject[];
  readonly capacity?: ClusterCapacity;
  readonly notes: readonly string[];
}

/** What is read once for all workloads of a namespace. */
export interface NamespaceFacts extends ClusterFacts {
  readonly pods: readonly KubernetesObject[];
  readonly hpas: readonly HpaView[];
  readonly vpas: readonly VpaView[];
}

/**
 * Reads what all workloads share. Nodes and, where prices are asked for (`withPods`), all pods on them are not needed: without the
 * right to list them the report goes on and says what it loses.
 */
export async function readClusterFacts(
  cluster: ClusterSource,
  withPods: boolean,
  options: SourceCallOptions,
): Promise<ClusterFacts> {
  const notes: string[] = [];
  const [version, nodes, allPods] = await Promise.all([
    cluster.version(options),
    listUnlessForbidden(cluster, node, options, notes, 'placement and cost are left out'),
    withPods
      ? listUnlessForbidden(cluster, pod, options, notes, 'a node counts as if it held this namespace alone')
      : undefined,
  ]);
  const nodeViews = nodes?.flatMap((object) => nodeView(object) ?? []);
  const podViews = allPods?.flatMap((object) => podView(object) ?? []);
  return {
    cluster: cluster.description,
    kubernetesMinor: version.minor,
    ...(nodeViews === undefined ? {} : { nodes: nodeViews, capacity: clusterCapacity(nodeViews, podViews) }),
    ...(allPods === undefined ? {} : { allPods }),
    notes,
  };
}

/** Reads what the workloads of a namespace share. Pods and HPAs are needed, VPAs are not. */
export async function readNamespaceFacts(
  cluster: ClusterSource,
  shared: ClusterFacts,
  namespace: string,
  options: SourceCallOptions,
): Promise<NamespaceFacts> {
  const notes = [...shared.notes];
  const [pods, hpas, vpas] = await Promise.all([
    shared.allPods?.filter(({ metadata }) => metadata.namespace === namespace) ??
      cluster.list({ ...pod, namespace }, options),
    cluster.list({ ...horizontalPodAutoscaler, namespace }, options),
    listUnlessForbidden(
      cluster,
      { ...verticalPodAutoscaler, namespace },
      options,
      notes,
      'VPAs are not looked at',
    ),
  ]);
  return {
    ...shared,
    pods,
    hpas: hpas.flatMap((object) => hpaView(object) ?? []),
    vpas: (vpas ?? []).flatMap((object) => vpaView(object) ?? []),
    notes,
  };
}

async function listUnlessForbidden(
  cluster: ClusterSource,
  query: ListQuery,
  options: SourceCallOptions,
  notes: string[],
  loses: string,
): Promise<readonly KubernetesObject[] | undefined> {
  try {
    return await cluster.list(query, options);
  } catch (error) {
    if (!(error instanceof SourceError) || error.code !== 'forbidden') throw error;
    notes.push(`${error.message}: ${loses}`);
    return undefined;
  }
}

/** The part of a namespace that concerns one workload. `undefined` for an object that runs no pods. */
export function workloadFactsOf(
  object: KubernetesObject,
  ref: NamespacedWorkload,
  facts: NamespaceFacts,
  nowMs: number,
): WorkloadFacts | undefined {
  const workload = workloadView(object);
  if (workload === undefined) return undefined;
  return {
    nowMs,
    cluster: facts.cluster,
    kubernetesMinor: facts.kubernetesMinor,
    ref,
    workload,
    pods: podsSelectedBy(object, facts.pods).flatMap((each) => podView(each) ?? []),
    ...(facts.nodes === undefined ? {} : { nodes: facts.nodes }),
    ...(facts.capacity === undefined ? {} : { capacity: facts.capacity }),
    hpas: facts.hpas.filter((hpa) => targets(hpa.scaleTargetRef, ref)),
    vpas: facts.vpas.filter((vpa) => targets(vpa.targetRef, ref)),
    notes: facts.notes,
  };
}

/** By group and kind: `apps/v1` and `apps/v1beta2` name the same object. */
function targets(reference: ObjectReference | undefined, ref: NamespacedWorkload): boolean {
  return reference?.group === ref.group && reference.kind === ref.kind && reference.name === ref.name;
}

/** The reference to an object as it was read. */
export function refOf(object: KubernetesObject, kind: GroupKind): NamespacedWorkload {
  const { namespace = 'default', name = '' } = metadataOf(object);
  return { ...kind, namespace, name };
}
