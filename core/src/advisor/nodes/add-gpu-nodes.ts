import { formatNumber, formatShare } from '../../units/index.ts';
import type { GpuReport, ReportGpuTotal } from './gpu-report.ts';
import { snapshotOf } from './judged-nodes.ts';
import type { FoundPod, NodeFacts } from './node-facts.ts';
import type { FoundPools } from './node-pools.ts';
import { placed, scaleUpInTime } from './scale-up-now.ts';

/** From this share of GPUs given to pods on, the next pod may have to wait for a node. */
const tightFrom = 0.8;

/**
 * Whether nodes with GPUs should be added: for pods that wait for GPUs, by Cluster Autoscaler's rules loop after loop; else where
 * more than 80 % of the GPUs are given to pods.
 */
export function addGpuNodes(
  facts: NodeFacts,
  pools: FoundPools,
  totals: readonly ReportGpuTotal[],
  waiting: readonly FoundPod[],
): GpuReport['addNodes'] {
  if (waiting.length > 0) return forWaiting(facts, pools, waiting);
  const tight = totals.filter(({ allocated, allocatable }) => allocated / allocatable > tightFrom);
  if (tight.length === 0) {
    return {
      needed: false,
      resizes: [],
      text: totals.length === 0 ? 'no pod waits for GPUs' : 'no pod waits for GPUs, and there is room left',
    };
  }
  const shares = tight.map(
    ({ resource, allocated, allocatable }) =>
      `${formatNumber(allocated)} of ${formatNumber(allocatable)} ${resource} (${formatShare(allocated / allocatable)})`,
  );
  const text = `${shares.join(', ')} are given to pods, more than ${formatShare(tightFrom)}: the next pod may have to wait for a node; placeholders of kubectl autoscaler nodes plan keep room`;
  return { needed: true, resizes: [], text };
}

function forWaiting(
  facts: NodeFacts,
  pools: FoundPools,
  waiting: readonly FoundPod[],
): GpuReport['addNodes'] {
  const snapshot = snapshotOf(facts);
  const left = waiting.filter(({ pod }) => !placed(pod, snapshot));
  if (left.length === 0) {
    return { needed: false, resizes: [], text: 'the pods that wait for GPUs have a place by now' };
  }
  const grown = scaleUpInTime(facts, pools, snapshot, left);
  const resizes = grown.resizes.map(({ group, from, to }) => ({ pool: group.name, from, to }));
  const count = `${left.length} ${left.length === 1 ? 'pod waits' : 'pods wait'} for GPUs`;
  const text =
    resizes.length === 0
      ? `${count}, and no pool would help: kubectl autoscaler nodes plan says why`
      : `${count}: ${resizes.map(({ pool, from, to }) => `${pool} ${from} → ${to}`).join(', ')}` +
        (grown.left.length > 0 ? `; for ${grown.left.length} no pool can grow` : '');
  return { needed: true, resizes, text };
}
