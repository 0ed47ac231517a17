import { capacityTypeOf } from '../../apis/capacity-type.ts';
import type { NodeView } from '../../apis/node.ts';
import type { PodView } from '../../apis/pod.ts';
import { type Taint, tolerates } from '../../apis/toleration.ts';
import { type SchedulingPod, schedulingPod } from '../../scheduling/index.ts';

/** A pod that a plan may move: what it asks for, where it is, and whether it bears being on spot nodes. */
export interface PlanPod {
  readonly pod: SchedulingPod;
  /** Of the kind of node that it runs on: see {@link NodeKind}. */
  readonly kind: string;
  readonly bearsSpot: boolean;
}

/** The pods of a workload that actions change alike; pods of no such workload are one by themselves. */
export interface PlanWorkload {
  readonly name: string;
  readonly pods: readonly PlanPod[];
  /** Added to what each pod requests once it is right-sized, in the scheduler's units. */
  readonly resized?: ReadonlyMap<string, number>;
  /** Replicas that demand needs in each hour of the day; absent where they stay. */
  readonly hourlyReplicas?: readonly number[];
}

/** Taints by which clouds and conventions keep pods off spot nodes. A pod that tolerates one of them expects to be there. */
const spotTaints: readonly Taint[] = [
  { key: 'karpenter.sh/capacity-type', value: 'spot', effect: 'NoSchedule' },
  { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' },
  { key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NoSchedule' },
  { key: 'cloud.google.com/gke-preemptible', value: 'true', effect: 'NoSchedule' },
  { key: 'eks.amazonaws.com/capacityType', value: 'SPOT', effect: 'NoSchedule' },
  { key: 'node-lifecycle', value: 'spot', effect: 'NoSchedule' },
  { key: 'spotInstance', value: 'true', effect: 'PreferNoSchedule' },
  { key: 'spot', value: 'true', effect: 'NoSchedule' },
];

/**
 * Whether a pod may be put onto spot nodes: it is on one, its node selector asks for one, or it names a taint of spot
 * nodes in its tolerations (a toleration of everything says nothing about spot).
 */
export function bearsSpot({ template }: PodView, node: NodeView | undefined): boolean {
  if (node?.capacityType.type === 'spot') return true;
  const selected = capacityTypeOf(template.nodeSelector).type;
  if (selected !== 'unknown') return selected === 'spot';
  return template.tolerations.some(
    (toleration) =>
      toleration.key !== undefined &&
      toleration.key !== '' &&
      spotTaints.some((taint) => tolerates(toleration, taint)),
  );
}

export function planPod(
  view: PodView,
  node: NodeView,
  kind: string,
  volumes: SchedulingPod['volumes'] = [],
): PlanPod {
  const { name = '', namespace = 'default' } = view.metadata;
  return {
    pod: schedulingPod(view.template, { name, namespace, volumes }),
    kind,
    bearsSpot: bearsSpot(view, node),
  };
}

/** Pods that run on every node, or that only their node runs: they come with a node and are not moved. */
export function comesWithNode({ metadata }: PodView): boolean {
  return metadata.ownerReferences.some(
    ({ controller, kind }) => (controller && kind === 'DaemonSet') || kind === 'Node',
  );
}
