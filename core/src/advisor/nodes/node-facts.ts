import { conditionsAt } from '../../apis/condition.ts';
import { integerAt } from '../../apis/field-values.ts';
import { type NodePoolView, nodePoolView } from '../../apis/karpenter.ts';
import {
  configMap,
  deployment,
  node as nodeKind,
  nodePool,
  pod as podKind,
  podDisruptionBudget,
  priorityClass,
} from '../../apis/kinds.ts';
import { type NodeView, nodeView } from '../../apis/node.ts';
import { controllerOf } from '../../apis/ownership.ts';
import { type PdbView, pdbView } from '../../apis/pdb.ts';
import { type PodView, podView } from '../../apis/pod.ts';
import { priorityClassView } from '../../apis/priority-class.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { DrainPod } from '../../nodes/index.ts';
import type { ClusterSource, SourceCallOptions } from '../../ports/index.ts';
import { schedulingPod } from '../../scheduling/index.ts';
import { readBoundVolumes, type VolumesOf } from '../bound-volumes.ts';
import { findAutoscaler, type FoundAutoscaler } from './found-autoscaler.ts';
import { listUnlessRefused } from './unless-refused.ts';

/** A pod that is on a node or waits for one. */
export interface FoundPod extends DrainPod {
  /** `prod/ReplicaSet/chat-6f9c`: pods with the same are alike. Absent for a pod that nobody controls. */
  readonly controller?: string;
  /** The scheduler said that no node takes it. */
  readonly unschedulable: boolean;
}

/** What is read of a cluster to speak of its nodes. */
export interface NodeFacts {
  readonly nowMs: number;
  readonly cluster: string;
  readonly nodes: readonly NodeView[];
  /** On nodes and not ended. */
  readonly placed: ReadonlyMap<string, readonly FoundPod[]>;
  /** Without a node, not ended, not being deleted. */
  readonly waiting: readonly FoundPod[];
  readonly budgets: readonly PdbView[];
  readonly autoscaler: FoundAutoscaler;
  readonly karpenterPools: readonly NodePoolView[];
  readonly notes: readonly string[];
}

/**
 * Reads nodes and pods, which are needed, and what else a decision about nodes looks up, which is done without where it may not
 * be read.
 *
 * @throws {SourceError} `forbidden` where nodes or pods may not be listed.
 */
export async function readNodeFacts(
  cluster: ClusterSource,
  nowMs: number,
  options: SourceCallOptions,
): Promise<NodeFacts> {
  const notes: string[] = [];
  const [nodeObjects, podObjects] = await Promise.all([
    cluster.list(nodeKind, options),
    cluster.list(podKind, options),
  ]);
  const [budgets, deployments, configMaps, classes, karpenterPools] = await Promise.all([
    listUnlessRefused(cluster, podDisruptionBudget, options, notes, 'no pod counts as under a budget'),
    listUnlessRefused(cluster, deployment, options, notes, "Cluster Autoscaler's flags are not known"),
    listUnlessRefused(
      cluster,
      { ...configMap, namespace: 'kube-system' },
      options,
      notes,
      "sizes of node groups and the expander's priorities are not known",
    ),
    listUnlessRefused(cluster, priorityClass, options, notes),
    listUnlessRefused(cluster, nodePool, options, notes),
  ]);
  const views = podObjects.flatMap((object) => podView(object) ?? []);
  const volumesOf = await readBoundVolumes(cluster, views, options, notes);
  const pods = foundPods(podObjects, classes, volumesOf);
  const [only, ...others] = new Set(pods.map(({ pod }) => pod.namespace));
  if (only !== undefined && others.length === 0) {
    notes.push(`all pods are of namespace ${only}: what others have on these nodes is not seen`);
  }
  return {
    nowMs,
    cluster: cluster.description,
    nodes: nodeObjects
      .flatMap((object) => nodeView(object) ?? [])
      .sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1)),
    placed: byNode(pods),
    waiting: pods.filter(({ view }) => view.nodeName === undefined && view.metadata.deletionMs === undefined),
    budgets: budgets.flatMap((object) => pdbView(object) ?? []),
    autoscaler: findAutoscaler(deployments, configMaps),
    karpenterPools: karpenterPools.flatMap((object) => nodePoolView(object) ?? []),
    notes,
  };
}

function byNode(pods: readonly FoundPod[]): ReadonlyMap<string, readonly FoundPod[]> {
  const placed = new Map<string, FoundPod[]>();
  for (const pod of pods) {
    const { nodeName } = pod.view;
    if (nodeName === undefined) continue;
    const own = placed.get(nodeName) ?? [];
    placed.set(nodeName, own);
    own.push(pod);
  }
  return placed;
}

/** Pods that have not ended. */
function foundPods(
  objects: readonly KubernetesObject[],
  classes: readonly KubernetesObject[],
  volumesOf: VolumesOf,
): readonly FoundPod[] {
  const values = new Map(
    classes.flatMap((object) => {
      const view = priorityClassView(object);
      return view?.value === undefined ? [] : [[view.metadata.name ?? '', view.value] as const];
    }),
  );
  return objects.flatMap((object) => {
    const view = podView(object);
    if (!view || view.phase === 'Succeeded' || view.phase === 'Failed') return [];
    const priority =
      integerAt(object, 'spec', 'priority') ?? values.get(view.template.priorityClassName ?? '');
    return [foundPod(view, volumesOf(view), priority ?? 0, isUnschedulable(object))];
  });
}

function foundPod(
  view: PodView,
  volumes: ReturnType<VolumesOf>,
  priority: number,
  unschedulable: boolean,
): FoundPod {
  const { metadata, template } = view;
  const { name = '', namespace = 'default' } = metadata;
  const owner = controllerOf(metadata);
  const terminating = metadata.deletionMs !== undefined;
  return {
    view,
    unschedulable,
    pod: schedulingPod(template, { name, namespace, volumes, priority, terminating }),
    ...(owner && { controller: `${namespace}/${owner.kind}/${owner.name}` }),
  };
}

function isUnschedulable(object: KubernetesObject): boolean {
  return conditionsAt(object, 'status', 'conditions').some(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
}
