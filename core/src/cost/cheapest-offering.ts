import { capacityTypeOf } from '../apis/capacity-type.ts';
import { gpuFraction, gpuResource, wholeGpuName } from '../gpu/gpu-resource.ts';
import { type Cost, costPerHour } from './cost.ts';
import { type CapacityType, offeringPrice } from './instance-price.ts';
import { dominantShare, fits } from './node-share.ts';
import { type NodeResources, resourcesOfOffering } from './pod-resources.ts';
import type { InstanceOffering, PriceBook } from './price-book.ts';

/** Where a pod might run, for want of a node that it does run on. */
export interface PodPlacementGuess {
  readonly offering: InstanceOffering;
  readonly capacityType: CapacityType;
  /** For the pod's share of the instance; at most, what the instance costs when nothing else runs on it. */
  readonly cost: Cost;
}

/**
 * The instance on which the pod's share (see {@link dominantShare}) costs least, among those of the book that
 * it fits. A node selector is respected as far as it names an instance type, an architecture or a capacity
 * type; without it the pod is taken for amd64 and on demand. `undefined` where it fits none.
 */
export function cheapestOffering(
  pod: NodeResources,
  nodeSelector: Readonly<Record<string, string>>,
  book: PriceBook,
): PodPlacementGuess | undefined {
  const instanceType = nodeSelector['node.kubernetes.io/instance-type'];
  const architecture =
    nodeSelector['kubernetes.io/arch'] ?? (instanceType === undefined ? 'amd64' : undefined);
  const wanted = capacityTypeOf(nodeSelector).type;
  const capacityType = wanted === 'unknown' ? 'on-demand' : wanted;
  const demand = inWholeGpus(pod);
  let cheapest: PodPlacementGuess | undefined;
  for (const offering of book.offerings) {
    if (instanceType !== undefined && offering.instanceType !== instanceType) continue;
    if (architecture !== undefined && offering.architecture !== architecture) continue;
    const given = resourcesOfOffering(offering);
    const price = fits(demand, given) ? offeringPrice(book, offering, capacityType)?.cost : undefined;
    if (!price) continue;
    const share = dominantShare(demand, given);
    const perHour = { amount: price.perHour.amount * share, currency: book.currency };
    if (cheapest && cheapest.cost.perHour.amount <= perHour.amount) continue;
    const range = { lower: price.rangePerHour.lower * share, upper: price.rangePerHour.upper };
    cheapest = { offering, capacityType, cost: costPerHour(perHour, range) };
  }
  return cheapest;
}

/** Books list whole GPUs: a MIG slice is its part of one, and any other part counts as a whole. */
function inWholeGpus(pod: NodeResources): NodeResources {
  const gpus: Record<string, number> = {};
  for (const [name, count] of Object.entries(pod.gpus)) {
    const resource = gpuResource(name);
    if (!resource) continue;
    const device = wholeGpuName(resource.vendor);
    gpus[device] = (gpus[device] ?? 0) + count * (gpuFraction(resource) ?? 1);
  }
  return { ...pod, gpus };
}
