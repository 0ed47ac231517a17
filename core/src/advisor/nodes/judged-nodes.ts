import type { NodeView } from '../../apis/node.ts';
import { inCandidateOrder, judgeNodes, type NodeVerdict, type ScaleDownNode } from '../../nodes/index.ts';
import { ClusterSnapshot, schedulingNode } from '../../scheduling/index.ts';
import type { NodeFacts } from './node-facts.ts';
import type { FoundPools } from './node-pools.ts';

/** The cluster with all pods that are on nodes. */
export function snapshotOf({ nodes, placed }: NodeFacts): ClusterSnapshot {
  const snapshot = new ClusterSnapshot(nodes.map(schedulingNode));
  for (const info of snapshot.nodes()) {
    for (const { pod } of placed.get(info.node.name) ?? []) snapshot.addPod(pod, info);
  }
  snapshot.keep();
  return snapshot;
}

/** What Cluster Autoscaler would say of each node now, by name. */
export function judgedNodes(
  facts: NodeFacts,
  { poolOf }: FoundPools,
  snapshot: ClusterSnapshot,
): ReadonlyMap<string, NodeVerdict> {
  const nodes = facts.nodes.map((view): ScaleDownNode => {
    const name = view.metadata.name ?? '';
    const group = poolOf.get(name)?.group;
    const unneededSinceMs = candidateSinceMs(view);
    return {
      view,
      pods: facts.placed.get(name) ?? [],
      ...(group && { group }),
      ...(unneededSinceMs !== undefined && { unneededSinceMs }),
    };
  });
  const verdicts = judgeNodes({
    snapshot,
    nodes: inCandidateOrder(nodes),
    budgets: facts.budgets,
    settings: facts.autoscaler.settings,
    nowMs: facts.nowMs,
  });
  return new Map(verdicts.map((verdict) => [verdict.node, verdict]));
}

/** Cluster Autoscaler writes into its taint since when it holds a node for unneeded, in seconds. */
export function candidateSinceMs({ taints }: NodeView): number | undefined {
  const value = taints.find(({ key }) => key === 'DeletionCandidateOfClusterAutoscaler')?.value;
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value) * 1000;
}
