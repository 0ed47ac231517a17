import type { NodeView } from '../../apis/node.ts';
import {
  type ClusterAutoscalerSettings,
  inCandidateOrder,
  judgeNodes,
  type NodeVerdict,
  type ScaleDownNode,
} from '../../nodes/index.ts';
import { ClusterSnapshot, schedulingNode } from '../../scheduling/index.ts';
import { formatNumber } from '../../units/index.ts';
import type { NodeFacts } from './node-facts.ts';
import type { FoundPool, FoundPools } from './node-pools.ts';

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

/** Why a node stays. Without the taint nobody can tell from outside since when a node is unneeded. */
export function staysText(
  view: NodeView,
  { reason, text }: NonNullable<NodeVerdict['stays']>,
  pool: FoundPool | undefined,
  settings: ClusterAutoscalerSettings,
): string {
  if (reason === 'NotAutoscaled' && pool?.keeper === 'karpenter') return 'Karpenter decides on its pools';
  if (reason !== 'NotUnneededLongEnough' && reason !== 'NotUnreadyLongEnough') return text;
  if (candidateSinceMs(view) !== undefined) return text;
  const ms = view.ready ? settings.scaleDownUnneededMs : settings.scaleDownUnreadyMs;
  return `goes once it is so for ${formatNumber(ms / 60_000)} min without a break`;
}
