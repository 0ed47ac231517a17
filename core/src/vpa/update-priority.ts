import { entriesOf } from './capping.ts';
import type { ContainerAmounts, PodContainer } from './pod-container.ts';
import type { ResourceName } from './resource-amount.ts';

/** How much a pod's requests differ from its recommendation. */
export interface UpdatePriority {
  /** Some request lies outside lower … upper bound, or is missing. */
  readonly outsideRecommendedRange: boolean;
  /** Some container should grow. */
  readonly scaleUp: boolean;
  /** Σ over resources of |Σ requests − Σ targets| ÷ Σ requests, over the pod's containers. */
  readonly resourceDiff: number;
}

/**
 * The updater's view of one pod (VPA `pkg/updater/priority/priority_processor.go`, 1.8.1). Containers without a
 * recommendation do not count. A missing request counts as 0, in the total as 1 millicore or one thousandth of a byte:
 * upstream adds all amounts up in thousandths.
 *
 * @param observed the containers in the pod's annotation `vpaObservedContainers`; others do not count. Absent: all count.
 */
export function updatePriority(
  containers: readonly PodContainer[],
  recommendations: readonly ContainerAmounts[],
  observed?: ReadonlySet<string>,
): UpdatePriority {
  let outsideRecommendedRange = false;
  let scaleUp = false;
  const requested = new Map<ResourceName, number>();
  const recommended = new Map<ResourceName, number>();
  for (const { name, requests } of containers) {
    const found = recommendations.find(({ containerName }) => containerName === name);
    if (!found || (observed && !observed.has(name))) continue;
    for (const [resource, target] of entriesOf(found.target)) {
      const request = requests[resource];
      addTo(recommended, resource, target);
      addTo(requested, resource, request ?? 0);
      if (request === undefined || target > request) scaleUp = true;
      if (request === undefined || isOutside(request, found, resource)) outsideRecommendedRange = true;
    }
  }
  let resourceDiff = 0;
  for (const [resource, target] of recommended) {
    const least = resource === 'cpu' ? 1 : 0.001;
    const request = Math.max(requested.get(resource) ?? 0, least);
    resourceDiff += Math.abs(request - target) / request;
  }
  return { outsideRecommendedRange, scaleUp, resourceDiff };
}

function addTo(totals: Map<ResourceName, number>, resource: ResourceName, amount: number): void {
  totals.set(resource, (totals.get(resource) ?? 0) + amount);
}

function isOutside(request: number, found: ContainerAmounts, resource: ResourceName): boolean {
  const lower = found.lowerBound[resource];
  const upper = found.upperBound[resource];
  return (lower !== undefined && request < lower) || (upper !== undefined && request > upper);
}

/** Highest first: pods that should grow before others, then by difference. Equal ones keep their order. */
export function compareUpdatePriority(a: UpdatePriority, b: UpdatePriority): number {
  if (a.scaleUp !== b.scaleUp) return a.scaleUp ? -1 : 1;
  return b.resourceDiff - a.resourceDiff;
}
