import { type HpaView, hpaView } from '../apis/hpa.ts';
import { horizontalPodAutoscaler, node, pod, verticalPodAutoscaler } from '../apis/kinds.ts';
import { type NodeView, nodeView } from '../apis/node.ts';
import { metadataOf } from '../apis/object-metadata.ts';
import type { ObjectReference } from '../apis/object-reference.ts';
import { podsSelectedBy } from '../apis/ownership.ts';
import { podView } from '../apis/pod.ts';
import { type VpaView, vpaView } from '../apis/vpa.ts';
import { workloadView } from '../apis/workload.ts';
import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type ClusterSource, type SourceCallOptions, SourceError } from '../ports/index.ts';
import type { NamespacedWorkload, WorkloadFacts } from './workload-facts.ts';

/** What is read once for all workloads of a namespace. */
export interface NamespaceFacts {
  readonly cluster: string;
  readonly kubernetesMinor: number;
  readonly pods: readonly KubernetesObject[];
  readonly hpas: readonly HpaView[];
  readonly vpas: readonly VpaView[];
  readonly nodes?: readonly NodeView[];
  readonly notes: readonly string[];
}

/**
 * Reads what the workloads of a namespace share. Pods and HPAs are needed; nodes and VPAs are not: without the right to
 * list them the report goes on and says so.
 */
export async function readNamespaceFacts(
  cluster: ClusterSource,
  namespace: string,
  options: SourceCallOptions,
): Promise<NamespaceFacts> {
  const notes: string[] = [];
  const optional = async (kind: GroupKind, within: string | undefined, loses: string) => {
    try {
      return await cluster.list({ ...kind, ...(within === undefined ? {} : { namespace: within }) }, options);
    } catch (error) {
      if (!(error instanceof SourceError) || error.code !== 'forbidden') throw error;
      notes.push(`${error.message}: ${loses}`);
      return undefined;
    }
  };
  const [version, pods, hpas, vpas, nodes] = await Promise.all([
    cluster.version(options),
    cluster.list({ ...pod, namespace }, options),
    cluster.list({ ...horizontalPodAutoscaler, namespace }, options),
    optional(verticalPodAutoscaler, namespace, 'VPAs are not looked at'),
    optional(node, undefined, 'placement and cost are left out'),
  ]);
  const nodeViews = nodes?.flatMap((object) => nodeView(object) ?? []);
  return {
    cluster: cluster.description,
    kubernetesMinor: version.minor,
    pods,
    hpas: hpas.flatMap((object) => hpaView(object) ?? []),
    vpas: (vpas ?? []).flatMap((object) => vpaView(object) ?? []),
    ...(nodeViews === undefined ? {} : { nodes: nodeViews }),
    notes,
  };
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
