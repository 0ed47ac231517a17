import {
  annotationOf,
  capAmounts,
  type Capped,
  capToLimits,
  LIMIT_RANGE_ACTIONS,
  POLICY_ACTIONS,
} from './capping.ts';
import { type LimitRangeItem, requestBounds } from './limit-range.ts';
import { proportionalLimits } from './limit-scaling.ts';
import type { ContainerAmounts, PodContainer } from './pod-container.ts';
import { fitToPodLimitRange } from './pod-limit-range.ts';
import type { ResourceAmounts } from './resource-amount.ts';
import {
  type ContainerPolicies,
  type ControlledValues,
  controlledValuesFor,
  policyFor,
} from './resource-policy.ts';
import type { VpaBehaviour } from './versions.ts';

/** What is known when a recommendation meets a pod. */
export interface PodInput {
  readonly containers: readonly PodContainer[];
  readonly recommendations: readonly ContainerAmounts[];
  readonly policies?: ContainerPolicies;
  /** The namespace's LimitRange in effect for containers and for pods: see `effectiveLimitRange`. */
  readonly containerLimitRange?: LimitRangeItem;
  readonly podLimitRange?: LimitRangeItem;
  /** Default: the newest release's. */
  readonly behaviour?: Pick<VpaBehaviour, 'podMinimumCpuRounding'>;
}

/** Recommendations as they hold for one pod, and by container what was changed about the target, in upstream's words. */
export interface ProcessedRecommendation {
  readonly recommendations: readonly ContainerAmounts[];
  readonly annotations: ReadonlyMap<string, readonly string[]>;
}

/**
 * Adjusts recommendations to one pod as updater and admission controller do before they compare or apply them: fit the pod
 * to its LimitRange, then each container to its LimitRange, then to the resource policy, then, where the policy controls
 * requests only, to the container's limit. Recommendations of containers that the pod does not have are dropped. The global
 * maximum does not apply here: the status has it already.
 *
 * Mirrors VPA `pkg/utils/vpa/capping.go`, cappingRecommendationProcessor.Apply (1.8.1).
 */
export function processRecommendation(input: PodInput): ProcessedRecommendation {
  const policies = input.policies ?? [];
  const fitted = input.podLimitRange
    ? fitToPodLimitRange(
        input.containers,
        input.recommendations,
        input.podLimitRange,
        input.behaviour?.podMinimumCpuRounding,
      )
    : input.recommendations;
  const annotations = new Map<string, readonly string[]>();
  const recommendations: ContainerAmounts[] = [];
  for (const found of fitted) {
    const container = input.containers.find(({ name }) => name === found.containerName);
    if (!container) continue;
    const process = (amounts: ResourceAmounts) =>
      processAmounts(amounts, container, policies, input.containerLimitRange);
    const target = process(found.target);
    if (target.cappings.length > 0) annotations.set(container.name, target.cappings.map(annotationOf));
    recommendations.push({
      containerName: container.name,
      target: target.amounts,
      lowerBound: process(found.lowerBound).amounts,
      upperBound: process(found.upperBound).amounts,
    });
  }
  return { recommendations, annotations };
}

function processAmounts(
  amounts: ResourceAmounts,
  container: PodContainer,
  policies: ContainerPolicies,
  limitRange: LimitRangeItem | undefined,
): Capped {
  const policy = policyFor(policies, container.name);
  const steps: ((amounts: ResourceAmounts) => Capped)[] = [
    (now) =>
      limitRange
        ? capAmounts(now, requestBounds(container, limitRange), LIMIT_RANGE_ACTIONS)
        : { amounts: now, cappings: [] },
    (now) =>
      capAmounts(now, { min: policy?.minAllowed ?? {}, max: policy?.maxAllowed ?? {} }, POLICY_ACTIONS),
  ];
  if (controlledValuesFor(policies, container.name) === 'RequestsOnly') {
    steps.push((now) => capToLimits(now, container.limits));
  }
  return steps.reduce<Capped>(
    (before, step) => {
      const after = step(before.amounts);
      return { amounts: after.amounts, cappings: [...before.cappings, ...after.cappings] };
    },
    { amounts, cappings: [] },
  );
}

/** What a new pod's container gets. */
export interface ContainerAssignment {
  readonly container: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  /** Entries of the pod's annotation `vpaUpdates` that explain caps and limits. */
  readonly annotations: readonly string[];
}

/**
 * Requests and limits that the admission controller sets on a new pod, by container in the pod's order; containers without
 * a recommendation are left out, they keep what they have. Limits follow requests in proportion, unless the policy
 * controls requests only: then they are left out and stay as they are.
 *
 * Mirrors VPA `pkg/admission-controller/resource/pod/recommendation` (1.8.1).
 */
export function assignResources(input: PodInput): readonly ContainerAssignment[] {
  const processed = processRecommendation(input);
  const policies = input.policies ?? [];
  const defaultLimits = input.containerLimitRange?.default ?? {};
  return input.containers.flatMap((container) => {
    const found = processed.recommendations.find(({ containerName }) => containerName === container.name);
    if (!found) return [];
    const caps = processed.annotations.get(container.name) ?? [];
    const { limits, annotations } = limitsFor(
      container,
      found.target,
      controlledValuesFor(policies, container.name),
      defaultLimits,
    );
    return [
      {
        container: container.name,
        requests: found.target,
        limits,
        annotations: [...caps, ...annotations],
      },
    ];
  });
}

function limitsFor(
  container: PodContainer,
  target: ResourceAmounts,
  controlled: ControlledValues,
  defaultLimits: ResourceAmounts,
): { readonly limits: ResourceAmounts; readonly annotations: readonly string[] } {
  if (controlled === 'RequestsOnly') return { limits: {}, annotations: [] };
  return proportionalLimits(container, target, defaultLimits);
}
