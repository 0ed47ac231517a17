import { capAmounts, type Capped, POLICY_ACTIONS } from './capping.ts';
import type { ContainerAmounts } from './pod-container.ts';
import { type ResourceAmounts, roundUpToStep } from './resource-amount.ts';
import type { ContainerPolicy } from './resource-policy.ts';

/** What the recommender's post-processors work on: a container's figures and its target before the policy. */
export type ProcessedAmounts = ContainerAmounts & { readonly uncappedTarget: ResourceAmounts };

/** A container's figures under its policy, and what was changed about each. */
export interface CappedToPolicy {
  readonly amounts: ProcessedAmounts;
  readonly cappings: Readonly<Record<'target' | 'lowerBound' | 'upperBound', Capped['cappings']>>;
}

/**
 * Raises to `minAllowed`, lowers to `maxAllowed`, and to the global maximum where the policy names none for the resource. The uncapped
 * target stays (VPA `pkg/utils/vpa/capping.go`, ApplyVPAPolicy, 1.8.1).
 */
export function capToPolicy(
  found: ProcessedAmounts,
  policy: ContainerPolicy | undefined,
  globalMaxAllowed: ResourceAmounts,
): CappedToPolicy {
  const bounds = { min: policy?.minAllowed ?? {}, max: { ...globalMaxAllowed, ...policy?.maxAllowed } };
  const [target, lowerBound, upperBound] = [found.target, found.lowerBound, found.upperBound].map((amounts) =>
    capAmounts(amounts, bounds, POLICY_ACTIONS),
  ) as [Capped, Capped, Capped];
  return {
    amounts: {
      ...found,
      target: target.amounts,
      lowerBound: lowerBound.amounts,
      upperBound: upperBound.amounts,
    },
    cappings: {
      target: target.cappings,
      lowerBound: lowerBound.cappings,
      upperBound: upperBound.cappings,
    },
  };
}

/** All figures of CPU up to whole cores (VPA `pkg/recommender/routines/cpu_integer_post_processor.go`, 1.8.1). */
export function roundToWholeCores(found: ProcessedAmounts): ProcessedAmounts {
  return {
    ...found,
    target: inWholeCores(found.target),
    lowerBound: inWholeCores(found.lowerBound),
    upperBound: inWholeCores(found.upperBound),
    uncappedTarget: inWholeCores(found.uncappedTarget),
  };
}

function inWholeCores(amounts: ResourceAmounts): ResourceAmounts {
  return amounts.cpu === undefined ? amounts : { ...amounts, cpu: roundUpToStep(amounts.cpu, 1000) };
}

const INTEGER_CPU_PREFIX = 'vpa-post-processor.kubernetes.io/';
const INTEGER_CPU_SUFFIX = '_integerCPU';

/** Container names in the VPA's annotations `vpa-post-processor.kubernetes.io/<container>_integerCPU: "true"`. */
export function integerCpuContainers(annotations: Readonly<Record<string, string>>): ReadonlySet<string> {
  const containers = new Set<string>();
  for (const [key, value] of Object.entries(annotations)) {
    if (value !== 'true' || !key.startsWith(INTEGER_CPU_PREFIX) || !key.endsWith(INTEGER_CPU_SUFFIX)) {
      continue;
    }
    const container = key.slice(INTEGER_CPU_PREFIX.length, -INTEGER_CPU_SUFFIX.length);
    if (container !== '') containers.add(container);
  }
  return containers;
}
