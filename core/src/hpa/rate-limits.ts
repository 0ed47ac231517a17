import type { ScaleEvent } from './hpa-state.ts';
import { floatToInt32, maxInt32, minInt32 } from './int64.ts';
import { changeWithinPeriod } from './scale-events.ts';
import type { CompleteRules } from './spec-defaults.ts';

/** What one direction's policies look at. */
export interface RateInput {
  readonly currentReplicas: number;
  readonly scaleUpEvents: readonly ScaleEvent[];
  readonly scaleDownEvents: readonly ScaleEvent[];
  readonly nowMs: number;
}

type Policies = Pick<CompleteRules, 'selectPolicy' | 'policies'>;

/**
 * The most replicas that the policies let the target grow to; may lie below the current count
 * (`calculateScaleUpLimitWithScalingRules`, horizontal.go, Kubernetes 1.37). Percentages are rounded up, so that even 1 % of one
 * replica is one. Beyond int32 the arithmetic overflows, as upstream: a policy of 2147483647 pods forbids any growth.
 */
export function scaleUpLimit(input: RateInput, { selectPolicy, policies }: Policies): number {
  if (selectPolicy === 'Disabled') return input.currentReplicas;
  let limit = selectPolicy === 'Min' ? maxInt32 : minInt32;
  for (const { type, value, periodSeconds } of policies) {
    const start = replicasAtStart(input, periodSeconds);
    const proposed =
      type === 'Pods' ? (start + value) | 0 : floatToInt32(Math.ceil(start * (1 + value / 100)));
    limit = selectPolicy === 'Min' ? Math.min(limit, proposed) : Math.max(limit, proposed);
  }
  return limit;
}

/**
 * The fewest replicas that the policies let the target shrink to; may lie above the current count
 * (`calculateScaleDownLimitWithBehaviors`, horizontal.go, Kubernetes 1.37). What is left by a percentage is cut off, so the last
 * replica of several can always go.
 */
export function scaleDownLimit(input: RateInput, { selectPolicy, policies }: Policies): number {
  if (selectPolicy === 'Disabled') return input.currentReplicas;
  let limit = selectPolicy === 'Min' ? minInt32 : maxInt32;
  for (const { type, value, periodSeconds } of policies) {
    const start = replicasAtStart(input, periodSeconds);
    const proposed = type === 'Pods' ? (start - value) | 0 : floatToInt32(start * (1 - value / 100));
    limit = selectPolicy === 'Min' ? Math.max(limit, proposed) : Math.min(limit, proposed);
  }
  return limit;
}

/** The count a period ago, as far as the HPA's own changes tell. */
function replicasAtStart(
  { currentReplicas, scaleUpEvents, scaleDownEvents, nowMs }: RateInput,
  periodSeconds: number,
): number {
  const added = changeWithinPeriod(scaleUpEvents, periodSeconds, nowMs);
  const removed = changeWithinPeriod(scaleDownEvents, periodSeconds, nowMs);
  return (currentReplicas - added + removed) | 0;
}
