import { floatToInt32 } from './int64.ts';
import { type RateInput, scaleDownLimit, scaleUpLimit } from './rate-limits.ts';
import type { CompleteBehavior } from './spec-defaults.ts';

export type LimitReason =
  'DesiredWithinRange' | 'ScaleUpLimit' | 'ScaleDownLimit' | 'TooManyReplicas' | 'TooFewReplicas';

/** A replica count within the limits, with the controller's reason and message for the condition ScalingLimited. */
export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
  readonly message: string;
}

export interface ReplicaBounds {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

const messages: Readonly<Record<LimitReason, string>> = {
  DesiredWithinRange: 'the desired count is within the acceptable range',
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
  ScaleDownLimit: 'the desired replica count is decreasing faster than the maximum scale rate',
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
};

/**
 * Without `behavior`: between minReplicas and the lesser of maxReplicas and twice the current count, 4 at least
 * (`convertDesiredReplicasWithRules`, horizontal.go, Kubernetes 1.37). minReplicas is looked at first. maxReplicas equal to the
 * rate limit gives TooManyReplicas.
 */
export function limitByMaximum(
  currentReplicas: number,
  desiredReplicas: number,
  { minReplicas, maxReplicas }: ReplicaBounds,
): Limited {
  const limit = floatToInt32(Math.max(2 * currentReplicas, 4));
  if (desiredReplicas < minReplicas) return limited(minReplicas, 'TooFewReplicas');
  if (desiredReplicas > Math.min(maxReplicas, limit)) {
    return maxReplicas > limit ? limited(limit, 'ScaleUpLimit') : limited(maxReplicas, 'TooManyReplicas');
  }
  return limited(desiredReplicas, 'DesiredWithinRange');
}

/**
 * With `behavior`: what the policies of the direction allow, within minReplicas and maxReplicas
 * (`convertDesiredReplicasWithBehaviorRate`, horizontal.go, Kubernetes 1.37). Only the bound of the direction is looked at; a bound
 * equal to the rate limit gives TooManyReplicas or TooFewReplicas.
 */
export function limitByPolicies(
  rate: RateInput,
  desiredReplicas: number,
  { minReplicas, maxReplicas }: ReplicaBounds,
  { scaleUp, scaleDown }: CompleteBehavior,
): Limited {
  const { currentReplicas } = rate;
  if (desiredReplicas > currentReplicas) {
    const limit = Math.max(scaleUpLimit(rate, scaleUp), currentReplicas);
    const allowed = Math.min(maxReplicas, limit);
    if (desiredReplicas > allowed) {
      return limited(allowed, maxReplicas > limit ? 'ScaleUpLimit' : 'TooManyReplicas');
    }
  } else if (desiredReplicas < currentReplicas) {
    const limit = Math.min(scaleDownLimit(rate, scaleDown), currentReplicas);
    const allowed = Math.max(minReplicas, limit);
    if (desiredReplicas < allowed) {
      return limited(allowed, minReplicas < limit ? 'ScaleDownLimit' : 'TooFewReplicas');
    }
  }
  return limited(desiredReplicas, 'DesiredWithinRange');
}

function limited(replicas: number, reason: LimitReason): Limited {
  return { replicas, reason, message: messages[reason] };
}
