import type { NodeView } from '../apis/node.ts';
import type { PdbView } from '../apis/pdb.ts';
import type { ClusterSnapshot } from '../scheduling/snapshot.ts';
import type { DrainPod } from './drain-pod.ts';
import type { BlockingReason, DrainContext } from './drainability.ts';
import type { NodeGroup } from './node-group.ts';
import type { ClusterAutoscalerSettings } from './settings.ts';
import type { NodeUtilization } from './utilization.ts';

/** A node that may be taken away. */
export interface ScaleDownNode {
  readonly view: NodeView;
  readonly pods: readonly DrainPod[];
  /** Absent: no group that is autoscaled has it. */
  readonly group?: NodeGroup;
  /** Since when it was found unneeded without a break, epoch milliseconds. */
  readonly unneededSinceMs?: number;
}

export interface ScaleDownInput {
  /** The cluster with all its pods; left as it was. */
  readonly snapshot: ClusterSnapshot;
  readonly nodes: readonly ScaleDownNode[];
  readonly budgets: readonly PdbView[];
  readonly settings: ClusterAutoscalerSettings;
  readonly nowMs: number;
  readonly controllerExists?: DrainContext['controllerExists'];
}

/** Why a node stays; the words of Cluster Autoscaler's log and metrics (pkg/simulator/cluster.go, 1.36). */
export type UnremovableReason =
  | 'CurrentlyBeingDeleted'
  | 'ScaleDownDisabledAnnotation'
  | 'NotAutoscaled'
  | 'NotUnderutilized'
  | 'BlockedByPod'
  | 'NoPlaceToMovePods'
  | 'NotUnneededLongEnough'
  | 'NotUnreadyLongEnough'
  | 'NodeGroupMinSizeReached'
  | 'MinimalResourceLimitExceeded'
  | 'BlockedByOnCompletionPod'
  /** Ours: as many nodes go already as may at once. */
  | 'ParallelismReached';

/** What keeps a node, now or for good. */
export interface Stay {
  readonly reason: UnremovableReason;
  readonly text: string;
  /** The pod that keeps it. */
  readonly pod?: { readonly namespace: string; readonly name: string; readonly reason: BlockingReason };
}

export interface NodeVerdict {
  readonly node: string;
  readonly utilization?: NodeUtilization;
  /** It would not be missed: nothing but time and limits keeps it. */
  readonly unneeded: boolean;
  /** It goes now. Then `stays` is absent. */
  readonly removable: boolean;
  readonly stays?: Stay;
  /** Where the pods of an unneeded node would go: node by pod, `namespace/name`. */
  readonly moves: Readonly<Record<string, string>>;
}
