import { occupiesNode, type PodView } from '../apis/pod.ts';
import type { ClusterCapacity, NodeLoad } from './cluster-capacity.ts';
import { type Cost, scaleCost, sumInCurrency } from './cost.ts';
import { type Costing, distinctUnpriced, priceBasis, unpricedOf } from './costing.ts';
import { placePods, priceOfNodes, shareOfNode } from './pod-placement.ts';
import type { PriceBook } from './price-book.ts';

/** What the nodes of one kind cost. */
export interface NodeKindCost {
  readonly instanceType: string;
  readonly capacityType: 'spot' | 'on-demand' | 'unknown';
  readonly nodes: number;
  readonly perNode: Cost;
  readonly total: Cost;
  /** The part of it that no pod pays for. */
  readonly idle: Cost;
}

export interface PodCost {
  readonly pod: PodView;
  readonly load: NodeLoad;
  readonly cost: Cost;
}

export interface ClusterCost extends Costing {
  /** Of all nodes that have a price. */
  readonly total: Cost;
  /** What pods do not pay for: room on the nodes. */
  readonly idle: Cost;
  readonly kinds: readonly NodeKindCost[];
  /** What each pod pays: its dominant share of its node. */
  readonly pods: readonly PodCost[];
  readonly pricedNodes: number;
}

const method =
  'nodes × price per hour; a pod pays its dominant share of its node, the rest of the node is idle';

/**
 * What a cluster costs now and who it is for. The pods of a node and its idle part add up to the node. Nodes without a
 * price are named and left out, with the pods on them.
 */
export function clusterCost(
  capacity: ClusterCapacity,
  pods: readonly PodView[],
  book: PriceBook,
): ClusterCost {
  const prices = priceOfNodes([...capacity.nodes.values()], book);
  const placement = placePods(pods.filter(occupiesNode), capacity, book);
  const podCosts = placement.placed.map((placed) => ({
    pod: placed.pod,
    load: placed.load,
    cost: scaleCost(placed.price.cost, shareOfNode(placed)),
  }));
  const paidByNode = new Map<NodeLoad, number>();
  for (const { load, cost } of podCosts) {
    paidByNode.set(load, (paidByNode.get(load) ?? 0) + cost.perHour.amount);
  }
  const kinds = new Map<string, { readonly loads: NodeLoad[]; readonly perNode: Cost }>();
  for (const { load, price, kind } of prices.priced) {
    const known = kinds.get(kind) ?? { loads: [], perNode: price.cost };
    kinds.set(kind, known);
    known.loads.push(load);
  }
  const rows = [...kinds.values()].map(({ loads, perNode }): NodeKindCost => {
    const [first] = loads;
    const paid = loads.reduce((sum, load) => sum + (paidByNode.get(load) ?? 0), 0);
    const total = scaleCost(perNode, loads.length);
    return {
      instanceType: first?.node.instanceType ?? '',
      capacityType: first?.node.capacityType.type ?? 'unknown',
      nodes: loads.length,
      perNode,
      total,
      idle: part(total, total.perHour.amount - paid),
    };
  });
  const sum = (of: 'total' | 'idle'): Cost =>
    sumInCurrency(
      rows.map((row) => row[of]),
      book.currency,
    );
  return {
    total: sum('total'),
    idle: sum('idle'),
    kinds: rows.sort((a, b) => b.total.perHour.amount - a.total.perHour.amount),
    pods: podCosts,
    pricedNodes: prices.priced.length,
    unpriced: distinctUnpriced([...unpricedOf(book), ...prices.unpriced, ...placement.unpriced]),
    assumptions: [...new Set([...prices.assumptions, ...placement.assumptions])],
    basis: priceBasis(book, method),
  };
}

/** So much of a cost, with its range in proportion; never below nothing. */
function part(whole: Cost, amount: number): Cost {
  const { perHour } = whole;
  return scaleCost(whole, perHour.amount === 0 ? 0 : Math.min(Math.max(amount / perHour.amount, 0), 1));
}

/** One row of a breakdown. */
export interface CostGroup {
  readonly name: string;
  readonly cost: Cost;
  readonly pods: number;
}

/** What groups of pods pay, dearest first. A pod may be split: its parts add up to 1. */
export function costGroups(
  { pods, total }: ClusterCost,
  groupsOf: (pod: PodCost) => readonly (readonly [name: string, share: number])[],
): readonly CostGroup[] {
  const groups = new Map<string, { costs: Cost[]; pods: number }>();
  for (const each of pods) {
    for (const [name, share] of groupsOf(each)) {
      const group = groups.get(name) ?? { costs: [], pods: 0 };
      groups.set(name, group);
      group.costs.push(scaleCost(each.cost, share));
      group.pods += 1;
    }
  }
  return [...groups]
    .map(([name, group]) => ({
      name,
      cost: sumInCurrency(group.costs, total.perHour.currency),
      pods: group.pods,
    }))
    .sort((a, b) => b.cost.perHour.amount - a.cost.perHour.amount || (a.name < b.name ? -1 : 1));
}
