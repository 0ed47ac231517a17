import type { AggregationOverrides } from './aggregate-container-state.ts';
import { RESOURCE_NAMES, type ResourceAmounts, type ResourceName } from './resource-amount.ts';

export type ControlledValues = 'RequestsAndLimits' | 'RequestsOnly';

/**
 * One entry of `spec.resourcePolicy.containerPolicies`. Amounts are millicores and bytes, finer quantities rounded up;
 * the admission webhook refuses finer ones.
 */
export interface ContainerPolicy {
  /** `*` is for containers without an entry of their own. */
  readonly containerName: string;
  /** Default `Auto`. `Off`: no recommendation, and the container takes no share of the per-pod minimum. */
  readonly mode?: 'Auto' | 'Off';
  readonly minAllowed?: ResourceAmounts;
  readonly maxAllowed?: ResourceAmounts;
  /** Default CPU and memory. */
  readonly controlledResources?: readonly ResourceName[];
  /** Default `RequestsAndLimits`. */
  readonly controlledValues?: ControlledValues;
  /** Honoured only with the feature gate PerVPAConfig (alpha since VPA 1.5.0). */
  readonly aggregation?: AggregationOverrides;
}

export type ContainerPolicies = readonly ContainerPolicy[];

/** The entry that names the container, else the last `*` entry, else none (VPA `pkg/utils/vpa/api.go`). */
export function policyFor(policies: ContainerPolicies, containerName: string): ContainerPolicy | undefined {
  return (
    policies.find((policy) => policy.containerName === containerName) ??
    policies.findLast((policy) => policy.containerName === '*')
  );
}

export function controlledValuesFor(policies: ContainerPolicies, containerName: string): ControlledValues {
  return policyFor(policies, containerName)?.controlledValues ?? 'RequestsAndLimits';
}

/** Whether the recommender works on the container at all. */
export function isScaled(policies: ContainerPolicies, containerName: string): boolean {
  return policyFor(policies, containerName)?.mode !== 'Off';
}

export function controlledResourcesFor(
  policies: ContainerPolicies,
  containerName: string,
): readonly ResourceName[] {
  return policyFor(policies, containerName)?.controlledResources ?? RESOURCE_NAMES;
}
