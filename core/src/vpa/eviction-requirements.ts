import type { ContainerAmounts, PodContainer } from './pod-container.ts';
import type { ResourceAmounts, ResourceName } from './resource-amount.ts';

/** `spec.updatePolicy.evictionRequirements[]`. */
export interface EvictionRequirement {
  readonly resources: readonly ResourceName[];
  readonly changeRequirement: 'TargetHigherThanRequests' | 'TargetLowerThanRequests';
}

/**
 * Whether one container at least meets all requirements. A container without CPU or memory request meets any; one without a
 * recommendation does not count (VPA `pkg/updater/priority/scaling_direction_pod_eviction_admission.go`, 1.8.1). Without requirements any
 * pod may go.
 */
export function admitsEviction(
  containers: readonly PodContainer[],
  recommendations: readonly ContainerAmounts[],
  required: readonly EvictionRequirement[] | undefined,
): boolean {
  if (!required) return true;
  return containers.some(({ name, requests }) => {
    const target = recommendations.find(({ containerName }) => containerName === name)?.target;
    if (!target) return false;
    if (requests.cpu === undefined || requests.memory === undefined) return true;
    return required.every((requirement) => meets(requirement, requests, target));
  });
}

function meets(
  requirement: EvictionRequirement,
  requests: ResourceAmounts,
  target: ResourceAmounts,
): boolean {
  return requirement.resources.some((resource) => {
    const change = (target[resource] ?? 0) - (requests[resource] ?? 0);
    return requirement.changeRequirement === 'TargetHigherThanRequests' ? change > 0 : change < 0;
  });
}
