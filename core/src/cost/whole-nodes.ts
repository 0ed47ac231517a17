import type { NodeView } from '../apis/node.ts';
import type { ClusterCapacity, NodeLoad } from './cluster-capacity.ts';
import type { Cost } from './cost.ts';
import { kindOfNode, type PlacedPod, type Placement } from './pod-placement.ts';
import { addResources, demandsOn, type NodeResources, noResources, scaleResources } from './pod-resources.ts';

/** How many nodes of a kind there are, and how many a change would leave. */
export interface PoolChange {
  readonly instanceType: string;
  readonly capacityType: NodeView['capacityType']['type'];
  readonly pricePerNode: Cost;
  readonly nodes: number;
  readonly nodesAfter: number;
}

/**
 * The node count of each kind that the workload runs on, before and after. A kind needs as many nodes as its
 * scarcest resource says: max over resources of ⌈requested in all ÷ allocatable of one node⌉, DaemonSet pods
 * taken off each node first. That is a lower bound, since pods do not fill nodes without gaps; so only what
 * the change itself frees is given back, and nodes that were spare before stay.
 */
export function changedNodeCounts(
  { placed, occupying }: Placement,
  capacity: ClusterCapacity,
  after: { readonly replicas: number; readonly resources: NodeResources },
): readonly PoolChange[] {
  const kinds = new Map(placed.map((pod) => [kindOfNode(pod.load.node), pod]));
  return [...kinds].map(([kind, { load, price }]) => {
    const pool = [...capacity.nodes.values()].filter(({ node }) => kindOfNode(node) === kind);
    const own = placed.filter((pod) => kindOfNode(pod.load.node) === kind);
    const replicas = (after.replicas * own.length) / occupying;
    return {
      instanceType: load.node.instanceType ?? '',
      capacityType: load.node.capacityType.type,
      pricePerNode: price.cost,
      nodes: pool.length,
      nodesAfter: nodesAfter(pool, own, scaleResources(after.resources, replicas)),
    };
  });
}

function nodesAfter(pool: readonly NodeLoad[], own: readonly PlacedPod[], ownAfter: NodeResources): number {
  const daemons = sumOf(pool.map((load) => load.daemons));
  const allocatable = sumOf(pool.map((load) => load.allocatable));
  const perNode = scaleResources(subtract(allocatable, daemons), 1 / pool.length);
  const requested = sumOf(pool.map((load) => load.requested));
  const ownBefore = sumOf(own.map(({ resources }) => resources));

  const neededBefore = nodesNeeded(requested, perNode);
  const neededAfter = nodesNeeded(addResources(subtract(requested, ownBefore), ownAfter), perNode);
  if (neededAfter >= neededBefore) return Math.max(pool.length, neededAfter);
  const spareBefore = Math.max(pool.length - neededBefore, 0);
  return Math.min(neededAfter + spareBefore, pool.length);
}

/** Resources that no node of the kind has are left out: more nodes would not help. */
function nodesNeeded(requested: NodeResources, perNode: NodeResources): number {
  const counts = demandsOn(requested, perNode)
    .filter(([, given]) => given > 0)
    // Sums of fractions of cores must not need a node for a rounding error.
    .map(([asked, given]) => Math.ceil(asked / given - 1e-9));
  return Math.max(0, ...counts);
}

function sumOf(resources: readonly NodeResources[]): NodeResources {
  return resources.reduce(addResources, noResources);
}

function subtract(a: NodeResources, b: NodeResources): NodeResources {
  return addResources(a, scaleResources(b, -1));
}
