import type { NodeInfo } from '../scheduling/node-info.ts';
import type { NodeGroup } from './node-group.ts';
import type { ClusterAutoscalerSettings } from './settings.ts';

/** What the cluster's nodes hold together, in whole cores and bytes. */
export interface ClusterTotals {
  readonly nodes: number;
  readonly cores: number;
  readonly memoryBytes: number;
}

/** Sums what the nodes have; allocatable stands in for their capacity, which a snapshot does not keep. */
export function totalsOf(nodes: Iterable<NodeInfo>): ClusterTotals {
  let count = 0;
  let milliCpu = 0;
  let memoryBytes = 0;
  for (const info of nodes) {
    count += 1;
    milliCpu += info.allocatable('cpu');
    memoryBytes += info.allocatable('memory');
  }
  return { nodes: count, cores: milliCpu / 1000, memoryBytes };
}

/** How many nodes of the group `--cores-total` and `--memory-total` still allow, and which of them is the tighter. */
export function allowedByTotals(
  group: NodeGroup,
  totals: ClusterTotals,
  { coresTotal, memoryTotalBytes }: ClusterAutoscalerSettings,
): { readonly nodes: number; readonly limit: 'cores-total' | 'memory-total' } {
  const perNode = {
    cores: (group.template.capacity.get('cpu') ?? 0) / 1000,
    memoryBytes: group.template.capacity.get('memory') ?? 0,
  };
  const byCores = fitting(coresTotal.max - totals.cores, perNode.cores);
  const byMemory = fitting(memoryTotalBytes.max - totals.memoryBytes, perNode.memoryBytes);
  return byCores <= byMemory
    ? { nodes: byCores, limit: 'cores-total' }
    : { nodes: byMemory, limit: 'memory-total' };
}

function fitting(room: number, each: number): number {
  if (each <= 0) return Infinity;
  return Math.max(Math.floor(room / each), 0);
}
