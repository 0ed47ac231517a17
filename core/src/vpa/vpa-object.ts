import type { ResourceList } from '../apis/resource-list.ts';
import type { VpaContainerPolicy, VpaContainerRecommendation, VpaView } from '../apis/vpa.ts';
import { integerValue, milliValue } from '../units/quantity.ts';
import type { ContainerAmounts } from './pod-container.ts';
import { RESOURCE_NAMES, type ResourceAmounts, type ResourceName } from './resource-amount.ts';
import type { ContainerPolicies, ContainerPolicy } from './resource-policy.ts';

/** CPU and memory of a resource list in millicores and bytes, finer quantities rounded up; other resources are left out. */
export function resourceAmountsOf(list: ResourceList): ResourceAmounts {
  const { cpu, memory } = list;
  return {
    ...(cpu === undefined ? {} : { cpu: Number(milliValue(cpu)) }),
    ...(memory === undefined ? {} : { memory: Number(integerValue(memory)) }),
  };
}

/** The policies of a VPA object; words that the API does not know count as if they were not written. */
export function containerPoliciesOf(vpa: VpaView): ContainerPolicies {
  return vpa.containerPolicies.map(containerPolicyOf);
}

function containerPolicyOf(policy: VpaContainerPolicy): ContainerPolicy {
  const { containerName = '', mode, controlledResources, controlledValues } = policy;
  return {
    containerName,
    minAllowed: resourceAmountsOf(policy.minAllowed),
    maxAllowed: resourceAmountsOf(policy.maxAllowed),
    ...(mode === 'Auto' || mode === 'Off' ? { mode } : {}),
    ...(controlledResources === undefined
      ? {}
      : { controlledResources: controlledResources.filter(isResourceName) }),
    ...(controlledValues === 'RequestsAndLimits' || controlledValues === 'RequestsOnly'
      ? { controlledValues }
      : {}),
  };
}

function isResourceName(name: string): name is ResourceName {
  return RESOURCE_NAMES.some((known) => known === name);
}

/** What `status.recommendation` of a VPA object holds. */
export function statusRecommendationsOf(vpa: VpaView): readonly ContainerAmounts[] {
  return (vpa.status?.recommendations ?? []).map((found: VpaContainerRecommendation) => ({
    containerName: found.containerName,
    target: resourceAmountsOf(found.target),
    lowerBound: resourceAmountsOf(found.lowerBound),
    upperBound: resourceAmountsOf(found.upperBound),
  }));
}
