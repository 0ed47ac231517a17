import type { ClusterCapacity, ClusterCost, NodeLoad } from '../../cost/index.ts';
import { addResources } from '../../cost/index.ts';
import type { ClusterNode } from './cluster-report.ts';

/** The nodes, dearest first, and of those that cost the same the emptiest. */
export function clusterNodes(capacity: ClusterCapacity, cost: ClusterCost): ClusterNode[] {
  const paid = new Map<NodeLoad, { perHour: number; pods: number }>();
  for (const each of cost.pods) {
    const known = paid.get(each.load) ?? { perHour: 0, pods: 0 };
    paid.set(each.load, {
      perHour: known.perHour + each.cost.perHour.amount,
      pods: known.pods + 1,
    });
  }
  const prices = new Map(
    cost.kinds.map((kind) => [`${kind.instanceType} ${kind.capacityType}`, kind.perNode.perHour.amount]),
  );
  return [...capacity.nodes.values()]
    .map((load) => nodeOf(load, prices, paid.get(load)))
    .sort(
      (a, b) =>
        (b.perHour ?? 0) - (a.perHour ?? 0) ||
        (b.idlePerHour ?? 0) - (a.idlePerHour ?? 0) ||
        (a.name < b.name ? -1 : 1),
    );
}

function nodeOf(
  load: NodeLoad,
  prices: ReadonlyMap<string, number>,
  paid: { readonly perHour: number; readonly pods: number } | undefined,
): ClusterNode {
  const { node } = load;
  const perHour = prices.get(`${node.instanceType ?? ''} ${node.capacityType.type}`);
  return {
    name: node.metadata.name ?? '',
    ...(node.instanceType !== undefined && { instanceType: node.instanceType }),
    capacityType: node.capacityType.type,
    ...(node.zone !== undefined && { zone: node.zone }),
    ready: node.ready,
    unschedulable: node.unschedulable,
    pods: paid?.pods ?? 0,
    ...(perHour !== undefined && {
      perHour,
      idlePerHour: Math.max(perHour - (paid?.perHour ?? 0), 0),
    }),
    requestedShare: requestedShares(load),
  };
}

/** Resources that the node does not have are left out. */
function requestedShares({ allocatable, daemons, requested }: NodeLoad): Record<string, number> {
  const all = addResources(daemons, requested);
  const pairs = [
    ['cpu', all.cpuCores, allocatable.cpuCores],
    ['memory', all.memoryBytes, allocatable.memoryBytes],
    ...Object.entries(allocatable.gpus).map(([name, given]) => [name, all.gpus[name] ?? 0, given] as const),
  ] as const;
  return Object.fromEntries(
    pairs.filter(([, , given]) => given > 0).map(([name, asked, given]) => [name, asked / given]),
  );
}
