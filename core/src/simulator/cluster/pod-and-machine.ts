import type { NodeView } from '../../apis/index.ts';
import type { DrainPod } from '../../nodes/index.ts';
import type { NodeInfo, SchedulingNode } from '../../scheduling/index.ts';
import type { NodePool } from '../scenario.ts';

/** A pod's life: it waits for a node, starts, serves, ends. */
export type PodState = 'waiting' | 'starting' | 'ready' | 'ending';

/** A pod of the simulation. Only its owner and the cluster change it. */
export interface SimPod {
  readonly name: string;
  readonly owner: PodOwner;
  readonly drain: DrainPod;
  readonly createdMs: number;
  state: PodState;
  startMs?: number;
  readyMs?: number;
  machine?: Machine;
}

/** Who wants the pod, and is told what becomes of it. */
export interface PodOwner {
  readonly name: string;
  readonly priority: number;
  /** The pod has a place. */
  placed(pod: SimPod, nowMs: number): void;
  /** Its node went, or another pod took its place: it is no more. */
  evicted(pod: SimPod, nowMs: number): void;
}

/** A node from its order to its end. It costs from the order on. */
export interface Machine {
  readonly name: string;
  readonly pool: NodePool;
  readonly view: NodeView;
  readonly node: SchedulingNode;
  readonly orderedMs: number;
  readonly pods: Set<SimPod>;
  state: 'starting' | 'ready' | 'leaving' | 'gone';
  /** Its place in the snapshot, while it is Ready. */
  info?: NodeInfo;
  unneededSinceMs?: number;
}
