import type { NodeInfo } from '../node-info.ts';
import type { SchedulingPod } from '../pod.ts';
import type { Refusal } from '../refusal.ts';

/**
 * A filter that counts pods all over the cluster before it looks at a node. It counts once and is then told of what
 * changes, so that placing many pods in a row does not count the cluster again for each.
 */
export interface ClusterFilter {
  /** None where the node passes. */
  readonly refusals: (info: NodeInfo) => readonly Refusal[];
  readonly podAdded: (pod: SchedulingPod, info: NodeInfo) => void;
  readonly podRemoved: (pod: SchedulingPod, info: NodeInfo) => void;
  readonly nodeAdded: (info: NodeInfo) => void;
}
