import type { NodeView } from '../apis/node.ts';
import { occupiesNode, type PodView } from '../apis/pod.ts';
import { fail, type Result } from '../units/result.ts';
import type { ClusterCapacity, NodeLoad } from './cluster-capacity.ts';
import type { Unpriced } from './costing.ts';
import { type InstancePrice, instancePrice } from './instance-price.ts';
import { dominantShare } from './node-share.ts';
import { type NodeResources, resourcesOfPod } from './pod-resources.ts';
import type { PriceBook } from './price-book.ts';

/** A pod on a node that is known and has a price. */
export interface PlacedPod {
  readonly pod: PodView;
  readonly load: NodeLoad;
  readonly price: InstancePrice;
  readonly resources: NodeResources;
}

export interface Placement {
  /** Pods that occupy a node, whether or not it is known or priced. */
  readonly occupying: number;
  readonly placed: readonly PlacedPod[];
  /** Pods that run on a node of which nothing is known. */
  readonly unplaced: readonly PodView[];
  readonly unpriced: readonly Unpriced[];
  readonly assumptions: readonly string[];
}

/** Brings the pods that occupy a node together with the node and its price. */
export function placePods(pods: readonly PodView[], capacity: ClusterCapacity, book: PriceBook): Placement {
  const priceOf = pricesByKind(book);
  const placed: PlacedPod[] = [];
  const unplaced: PodView[] = [];
  const unpriced: Unpriced[] = [];
  const assumptions = new Set<string>();
  const occupying = pods.filter(occupiesNode);
  for (const pod of occupying) {
    const load = capacity.nodes.get(pod.nodeName ?? '');
    const price = load && priceOf(load.node);
    if (!load || !price) {
      unplaced.push(pod);
    } else if (!price.ok) {
      unpriced.push(price.error);
    } else {
      if (price.value.assumption !== undefined) assumptions.add(price.value.assumption);
      // LimitRanges have done their work by the time a pod runs.
      placed.push({ pod, load, price: price.value, resources: resourcesOfPod(pod.template) });
    }
  }
  if (placed.some((pod) => shareOfNode(pod) === 0)) {
    assumptions.add('pods that request nothing are taken to cost nothing');
  }
  return { occupying: occupying.length, placed, unplaced, unpriced, assumptions: [...assumptions] };
}

/**
 * What a pod of these resources, by default its own, pays of the node, 0–1: its dominant share ÷ crowding.
 */
export function shareOfNode({ load, resources }: PlacedPod, changed: NodeResources = resources): number {
  return dominantShare(changed, load.allocatable) / load.crowding;
}

/** A node with its price. */
export interface PricedNode {
  readonly load: NodeLoad;
  readonly price: InstancePrice;
  /** See {@link kindOfNode}. */
  readonly kind: string;
}

/** Prices nodes, whether or not pods are on them. */
export function priceOfNodes(
  loads: readonly NodeLoad[],
  book: PriceBook,
): Pick<Placement, 'unpriced' | 'assumptions'> & { readonly priced: readonly PricedNode[] } {
  const priceOf = pricesByKind(book);
  const priced: PricedNode[] = [];
  const unpriced: Unpriced[] = [];
  const assumptions = new Set<string>();
  for (const load of loads) {
    const price = priceOf(load.node);
    if (!price.ok) {
      unpriced.push(price.error);
      continue;
    }
    if (price.value.assumption !== undefined) assumptions.add(price.value.assumption);
    priced.push({ load, price: price.value, kind: kindOfNode(load.node) });
  }
  return { priced, unpriced, assumptions: [...assumptions] };
}

/** Looks each kind of node up once. */
function pricesByKind(book: PriceBook): (node: NodeView) => Result<InstancePrice, Unpriced> {
  const prices = new Map<string, Result<InstancePrice, Unpriced>>();
  return (node) => {
    const { instanceType, capacityType, metadata } = node;
    if (instanceType === undefined) {
      const message = `node ${metadata.name ?? ''} has no label node.kubernetes.io/instance-type: it is not priced`;
      return fail({ instanceType: '', reason: 'no-instance-type', message });
    }
    const key = kindOfNode(node);
    const known = prices.get(key) ?? instancePrice(book, instanceType, capacityType.type);
    prices.set(key, known);
    return known;
  };
}

/** Nodes of one kind cost the same: `g5.xlarge spot`. */
export function kindOfNode({ instanceType = '', capacityType }: NodeView): string {
  return `${instanceType} ${capacityType.type}`;
}
