import type { Bound } from './estimator.ts';
import type { LimitRangeItem } from './limit-range.ts';
import { proportionalLimit, scaleProportionally, scaleProportionallyUp } from './limit-scaling.ts';
import type { ContainerAmounts, PodContainer } from './pod-container.ts';
import { RESOURCE_NAMES, type ResourceAmount, type ResourceName } from './resource-amount.ts';
import { NEWEST_VPA_BEHAVIOUR, type VpaBehaviour } from './versions.ts';

/** The order in which upstream fits the figures; each is fitted on its own. */
const BOUNDS: readonly Bound[] = ['upperBound', 'target', 'lowerBound'];

/**
 * Fits recommendations to a LimitRange of type Pod: when the sum of the pod's limits (which follow the requests in
 * proportion) exceeds the maximum, all requests shrink by the same factor; when limits or requests stay below the minimum,
 * they grow. A container with requests and no recommendation takes part with its requests as target.
 *
 * Mirrors capProportionallyToPodLimitRange in VPA `pkg/utils/vpa/capping.go` (1.8.1), with its quirks: growing rounds CPU
 * up (down before 1.7.0) and memory down; a container that does not control a resource gets an explicit 0 of it when the others are scaled.
 * Where upstream crashes (a container without a recommendation whose bounds would have to be scaled) nothing is changed.
 */
export function fitToPodLimitRange(
  containers: readonly PodContainer[],
  recommendations: readonly ContainerAmounts[],
  item: LimitRangeItem,
  cpuRounding: VpaBehaviour['podMinimumCpuRounding'] = NEWEST_VPA_BEHAVIOUR.podMinimumCpuRounding,
): readonly ContainerAmounts[] {
  let fitted = [...recommendations, ...requestsAsRecommendations(containers, recommendations)];
  for (const bound of BOUNDS) {
    for (const resource of RESOURCE_NAMES) {
      const factor = podFactor({ containers, recommendations: fitted, item, cpuRounding }, resource, bound);
      if (!factor) continue;
      fitted = fitted.map((found) => {
        const isOwn = recommendations.some((own) => own.containerName === found.containerName);
        const isInPod = containers.some((container) => container.name === found.containerName);
        if (!isInPod || (!isOwn && bound !== 'target')) return found;
        const scaled = factor.scale(found[bound][resource] ?? 0, factor.from, factor.to);
        return { ...found, [bound]: { ...found[bound], [resource]: scaled } };
      });
    }
  }
  return fitted;
}

function requestsAsRecommendations(
  containers: readonly PodContainer[],
  recommendations: readonly ContainerAmounts[],
): readonly ContainerAmounts[] {
  return containers
    .filter(({ name }) => !recommendations.some((found) => found.containerName === name))
    .filter(({ requests }) => Object.keys(requests).length > 0)
    .map(({ name, requests }) => ({
      containerName: name,
      target: requests,
      lowerBound: {},
      upperBound: {},
    }));
}

interface PodFactor {
  readonly from: number;
  readonly to: number;
  readonly scale: (amount: ResourceAmount, from: number, to: number) => ResourceAmount;
}

interface PodFit {
  readonly containers: readonly PodContainer[];
  readonly recommendations: readonly ContainerAmounts[];
  readonly item: LimitRangeItem;
  readonly cpuRounding: VpaBehaviour['podMinimumCpuRounding'];
}

function podFactor(
  { containers, recommendations, item, cpuRounding }: PodFit,
  resource: ResourceName,
  bound: Bound,
): PodFactor | undefined {
  const min = item.min?.[resource] ?? 0;
  const max = item.max?.[resource] ?? 0;
  let sumLimit = 0;
  let sumRequest = 0;
  for (const { name, requests, limits } of containers) {
    const found = recommendations.find((own) => own.containerName === name);
    const request = (found ? found[bound] : requests)[resource] ?? 0;
    const { limit } = proportionalLimit(resource, {
      originalLimit: limits[resource],
      originalRequest: requests[resource],
      recommendedRequest: request,
      defaultLimit: item.default?.[resource],
    });
    sumLimit += limit ?? 0;
    sumRequest += request;
  }
  if (sumLimit === 0) return undefined;
  if (min > sumRequest) {
    return {
      from: sumRequest,
      to: min,
      scale: resource === 'cpu' && cpuRounding === 'up' ? scaleProportionallyUp : scaleProportionally,
    };
  }
  if (max > 0 && max < sumLimit) return { from: sumLimit, to: max, scale: scaleProportionally };
  if (min > sumLimit) return { from: sumLimit, to: min, scale: scaleProportionally };
  return undefined;
}
