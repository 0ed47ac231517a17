import type { LimitRangeView } from '../apis/namespace-limits.ts';
import type { PodView } from '../apis/pod.ts';
import type { PodTemplateView } from '../apis/pod-template.ts';
import { formatBytes, formatCores, formatNumber } from '../units/format.ts';
import { cheapestOffering } from './cheapest-offering.ts';
import type { ClusterCapacity } from './cluster-capacity.ts';
import { type Cost, scaleCost, sumInCurrency } from './cost.ts';
import { type Costing, distinctUnpriced, priceBasis, type Unpriced } from './costing.ts';
import { placePods, shareOfNode } from './pod-placement.ts';
import { type NodeResources, resourcesOfPod } from './pod-resources.ts';
import type { PriceBook } from './price-book.ts';

export interface WorkloadCostInput {
  /** The workload's pods. */
  readonly pods: readonly PodView[];
  readonly capacity: ClusterCapacity;
  readonly book: PriceBook;
}

export interface WorkloadCost extends Costing {
  readonly cost: Cost;
  /** Pods whose cost is in the figure. */
  readonly pricedPods: number;
}

const shareMethod =
  "share of the node's price: the largest of requested ÷ allocatable over CPU, memory and GPUs";

/**
 * What a workload costs as it runs: for each of its pods, price of the node × {@link dominantShare}. Where
 * the pods of a node ask for more than one node between them (one for its CPU, one for its memory), all are
 * scaled down, so that together they never cost more than the node. A pod on a node of which nothing is known
 * is priced as on the cheapest offering that it fits. Pods that wait for a node cost nothing yet.
 */
export function workloadCost(input: WorkloadCostInput): WorkloadCost {
  const { book, pods, capacity } = input;
  const placement = placePods(pods, capacity, book);
  const guess = guesser(book);
  const guesses = placement.unplaced.map(({ template }) => guess(template, resourcesOfPod(template)));
  const guessed = guesses.flatMap(({ cost }) => cost ?? []);
  const placed = placement.placed.map((pod) => scaleCost(pod.price.cost, shareOfNode(pod)));
  const waiting = pods.filter(waitsForNode).length;
  return {
    cost: sumInCurrency([...placed, ...guessed], book.currency),
    pricedPods: placed.length + guessed.length,
    unpriced: distinctUnpriced([...placement.unpriced, ...guesses.flatMap(({ unpriced }) => unpriced ?? [])]),
    assumptions: [
      ...new Set([
        ...placement.assumptions,
        ...guesses.flatMap(({ assumption }) => assumption ?? []),
        ...(waiting > 0 ? [`pods that wait for a node cost nothing yet: ${waiting} of ${pods.length}`] : []),
      ]),
    ],
    basis: priceBasis(book, shareMethod),
  };
}

/** A workload that does not run yet, or whose nodes nobody knows. */
export interface PlannedWorkload {
  readonly template: PodTemplateView;
  readonly replicas: number;
  readonly book: PriceBook;
  readonly limitRanges?: readonly LimitRangeView[];
  /** In place of what the template requests. */
  readonly resources?: NodeResources;
}

/**
 * What `replicas` pods would cost on the cheapest offering that one fits: at best their share of it, at worst
 * an instance each. The range says so.
 */
export function plannedWorkloadCost(planned: PlannedWorkload): WorkloadCost {
  const { template, replicas, book } = planned;
  const resources = planned.resources ?? resourcesOfPod(template, planned.limitRanges);
  const { cost, unpriced, assumption } = guessPod(template, resources, book);
  return {
    cost: cost ? scaleCost(cost, replicas) : sumInCurrency([], book.currency),
    pricedPods: cost ? replicas : 0,
    unpriced: unpriced ? [unpriced] : [],
    assumptions: assumption === undefined ? [] : [assumption],
    basis: priceBasis(book, shareMethod),
  };
}

function waitsForNode({ nodeName, phase }: PodView): boolean {
  return nodeName === undefined && phase === 'Pending';
}

interface PodGuess {
  readonly cost?: Cost;
  readonly unpriced?: Unpriced;
  readonly assumption?: string;
}

/** Goes through the book once for pods that are alike. */
function guesser(book: PriceBook): (template: PodTemplateView, resources: NodeResources) => PodGuess {
  const guesses = new Map<string, PodGuess>();
  return (template, resources) => {
    const key = JSON.stringify([resources, template.nodeSelector]);
    const guess = guesses.get(key) ?? guessPod(template, resources, book);
    guesses.set(key, guess);
    return guess;
  };
}

function guessPod({ nodeSelector }: PodTemplateView, resources: NodeResources, book: PriceBook): PodGuess {
  const guess = cheapestOffering(resources, nodeSelector, book);
  if (!guess) {
    const place = `${book.provider} ${book.region}`;
    const message = `no offering in the ${place} prices fits a pod of ${describe(resources)}: it is not priced`;
    return { unpriced: { instanceType: '', reason: 'no-fitting-offering', message } };
  }
  const { offering, capacityType, cost } = guess;
  const kind = capacityType === 'spot' ? 'spot' : 'on demand';
  return {
    cost,
    assumption: `the nodes are not known: priced as on ${offering.instanceType} ${kind}, the cheapest that fits`,
  };
}

function describe({ cpuCores, memoryBytes, gpus }: NodeResources): string {
  const parts = [formatCores(cpuCores), formatBytes(memoryBytes)];
  for (const [name, count] of Object.entries(gpus)) parts.push(`${formatNumber(count)} ${name}`);
  return parts.join(', ');
}
