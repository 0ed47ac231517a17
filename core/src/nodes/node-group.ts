import type { SchedulingNode } from '../scheduling/node-info.ts';
import type { SchedulingPod } from '../scheduling/pod.ts';

/** A group of equal machines that the Cluster Autoscaler resizes: an ASG, a MIG, a VMSS. */
export interface NodeGroup {
  readonly name: string;
  readonly minSize: number;
  readonly maxSize: number;
  /** How many nodes the cloud was asked for, those on their way included. */
  readonly targetSize: number;
  /** What one more node would be. */
  readonly template: NodeTemplate;
  /** Why the group cannot grow now although it has room. */
  readonly notReady?: 'unhealthy' | 'backoff';
  /** All nodes or none (`ZeroOrMaxNodeScaling`): the only size above zero is the maximum. */
  readonly zeroOrMax?: boolean;
  /** Where the group sets what else the flags say. */
  readonly options?: NodeGroupOptions;
}

/** Settings that a group may have of its own, by tags or annotations of its cloud. */
export interface NodeGroupOptions {
  readonly scaleDownUtilizationThreshold?: number;
  readonly scaleDownGpuUtilizationThreshold?: number;
  readonly scaleDownUnneededMs?: number;
  readonly scaleDownUnreadyMs?: number;
  readonly ignoreDaemonSetsUtilization?: boolean;
}

/** A node as it would arrive: fresh, with the pods of its DaemonSets. */
export interface NodeTemplate {
  /** Its name and hostname label are replaced for each node that is tried. */
  readonly node: SchedulingNode;
  /** The whole machine, in the scheduler's units; allocatable is in `node`. */
  readonly capacity: ReadonlyMap<string, number>;
  readonly daemonSetPods: readonly SchedulingPod[];
}

const hostname = 'kubernetes.io/hostname';

/** The node of that name which the template makes. */
export function nodeFromTemplate({ node }: NodeTemplate, name: string): SchedulingNode {
  return { ...node, name, labels: { ...node.labels, [hostname]: name } };
}

/** Nodes that the group may still get. */
export function roomIn({ maxSize, targetSize }: NodeGroup): number {
  return Math.max(maxSize - targetSize, 0);
}
