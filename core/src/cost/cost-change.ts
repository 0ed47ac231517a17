import type { PodTemplateView } from '../apis/pod-template.ts';
import { type Cost, scaleCost, sumInCurrency } from './cost.ts';
import { type Costing, distinctUnpriced } from './costing.ts';
import { fits } from './node-share.ts';
import { kindOfNode, type PlacedPod, type Placement, placePods, shareOfNode } from './pod-placement.ts';
import type { NodeResources } from './pod-resources.ts';
import type { PriceBook } from './price-book.ts';
import { changedNodeCounts, type PoolChange } from './whole-nodes.ts';
import { plannedWorkloadCost, workloadCost, type WorkloadCostInput } from './workload-cost.ts';

export interface CostChangeInput extends WorkloadCostInput {
  /** Of the workload, for its node selector where no pod of it runs. */
  readonly template: PodTemplateView;
  readonly after: {
    readonly replicas: number;
    /** What each pod then requests. */
    readonly resources: NodeResources;
  };
}

/** One reading of a change. */
export interface CostBeforeAndAfter {
  readonly before: Cost;
  readonly after: Cost;
}

export interface CostChange extends Costing {
  /**
   * The workload's share of its nodes: what it is charged for. The bill is the same until nodes go or come; a
   * share that is given up is free for others.
   */
  readonly shareOfNodes: CostBeforeAndAfter;
  /**
   * The bill for all nodes of the kinds that the workload runs on, when whole nodes that it frees are given
   * back and missing ones are bought. Absent where the pods of these nodes are not all known.
   */
  readonly wholeNodes?: CostBeforeAndAfter & {
    readonly pools: readonly PoolChange[];
    /** What the count of nodes leaves out. */
    readonly assumption: string;
  };
}

/**
 * What a change of replicas and requests does to the cost. New replicas are taken to spread over the nodes as
 * the present ones do, those without a price included; where none runs, they are priced as on the cheapest
 * offering that fits.
 */
export function costChange(input: CostChangeInput): CostChange {
  const { book, template, after } = input;
  const now = workloadCost(input);
  const placement = placePods(input.pods, input.capacity, book);
  const { placed, unplaced, occupying } = placement;
  const guessed = occupying === 0 ? after.replicas : (after.replicas * unplaced.length) / occupying;
  const planned =
    guessed > 0
      ? plannedWorkloadCost({ template, replicas: guessed, resources: after.resources, book })
      : undefined;
  const wholeNodes = placed.length > 0 ? wholeNodesReading(input, placement) : undefined;
  return {
    shareOfNodes: {
      before: now.cost,
      after: sumInCurrency(
        [sharesAfter(placement, after, book), ...(planned ? [planned.cost] : [])],
        book.currency,
      ),
    },
    ...(wholeNodes ? { wholeNodes } : {}),
    unpriced: distinctUnpriced([...now.unpriced, ...(planned?.unpriced ?? [])]),
    assumptions: [
      ...new Set([
        ...now.assumptions,
        ...(planned?.assumptions ?? []),
        ...(kindsOf(placed).size > 1 ? ['replicas spread over the kinds of nodes as they do now'] : []),
        ...tooLargeFor(placed, after.resources),
      ]),
    ],
    basis: now.basis,
  };
}

function kindsOf(placed: readonly PlacedPod[]): ReadonlySet<string> {
  return new Set(placed.map(({ load }) => kindOfNode(load.node)));
}

/**
 * The kinds of nodes on which a changed pod cannot run any more: there its share is the whole node, and more
 * is not known.
 */
function tooLargeFor(placed: readonly PlacedPod[], resources: NodeResources): readonly string[] {
  const kinds = placed
    .filter(({ load }) => !fits(resources, load.allocatable))
    .map(({ load }) => load.node.instanceType ?? '');
  return [...new Set(kinds)].map(
    (kind) => `a changed pod does not fit ${kind} any more and is charged a whole one`,
  );
}

/** What the changed pods pay in the place of the present ones. */
function sharesAfter(
  { placed, occupying }: Placement,
  { replicas, resources }: CostChangeInput['after'],
  book: PriceBook,
): Cost {
  const costs = placed.map((pod) => scaleCost(pod.price.cost, shareOfNode(pod, resources)));
  return scaleCost(sumInCurrency(costs, book.currency), occupying === 0 ? 0 : replicas / occupying);
}

function wholeNodesReading(
  { capacity, after, book }: CostChangeInput,
  placement: Placement,
): CostChange['wholeNodes'] {
  if (!capacity.podsAreKnown) return undefined;
  const pools = changedNodeCounts(placement, capacity, after);
  const bill = (count: (pool: PoolChange) => number): Cost =>
    sumInCurrency(
      pools.map((pool) => scaleCost(pool.pricePerNode, count(pool))),
      book.currency,
    );
  return {
    before: bill((pool) => pool.nodes),
    after: bill((pool) => pool.nodesAfter),
    pools,
    assumption: 'nodes are counted by totals: what keeps one from being emptied is not looked at',
  };
}
