/** How a workload without an HPA of its own is scaled. Shares are of `targetValue`. */
export interface ReplicaPolicy {
  /** What one replica is to carry, in the metric's unit. */
  readonly targetValue: number;
  /** At or above this share of the target, replicas are added. */
  readonly scaleUpThreshold: number;
  /** At or below it, replicas are removed. */
  readonly scaleDownThreshold: number;
  /** After a scale-up, for so long nothing is added. */
  readonly scaleUpCooldownMs: number;
  /** After any change, for so long nothing is removed. */
  readonly scaleDownCooldownMs: number;
  /** At most so many times the present replicas in one step. */
  readonly scaleUpFactor: number;
  /** At least so many times the present replicas in one step. */
  readonly scaleDownFactor: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** A forecast counts when it is this share above the present load. */
  readonly forecastMargin: number;
  /** A forecast whose interval is wider than this share of its value does not count. */
  readonly maxIntervalShare: number;
  /** With this many reversals within `flappingWindowMs`, nothing is removed. */
  readonly flappingReversals: number;
  readonly flappingWindowMs: number;
}

const MINUTE = 60_000;

/** What is not said otherwise: thresholds 80 % and 50 %, cooldowns 3 and 10 minutes, factors 1.5 and 0.7, a forecast from 20 % on. */
export const defaultReplicaPolicy: Omit<ReplicaPolicy, 'targetValue' | 'minReplicas' | 'maxReplicas'> = {
  scaleUpThreshold: 0.8,
  scaleDownThreshold: 0.5,
  scaleUpCooldownMs: 3 * MINUTE,
  scaleDownCooldownMs: 10 * MINUTE,
  scaleUpFactor: 1.5,
  scaleDownFactor: 0.7,
  forecastMargin: 0.2,
  maxIntervalShare: 1,
  flappingReversals: 3,
  flappingWindowMs: 30 * MINUTE,
};

/** The first thing that is wrong with a policy, for people; `undefined` for one that can be followed. */
export function policyProblem(policy: ReplicaPolicy): string | undefined {
  const { targetValue, scaleUpThreshold, scaleDownThreshold, minReplicas, maxReplicas } = policy;
  if (!(targetValue > 0)) return `the target value must be above 0, not ${targetValue}`;
  if (!(scaleDownThreshold >= 0 && scaleDownThreshold < scaleUpThreshold)) {
    return `the scale-down threshold (${scaleDownThreshold}) must be below the scale-up threshold (${scaleUpThreshold})`;
  }
  if (!Number.isInteger(minReplicas) || !Number.isInteger(maxReplicas) || minReplicas < 1) {
    return `replicas are whole and at least 1, not ${minReplicas} to ${maxReplicas}`;
  }
  if (maxReplicas < minReplicas) return `maxReplicas (${maxReplicas}) is below minReplicas (${minReplicas})`;
  if (!(policy.scaleUpFactor > 1)) return `the scale-up factor must be above 1, not ${policy.scaleUpFactor}`;
  if (!(policy.scaleDownFactor > 0 && policy.scaleDownFactor < 1)) {
    return `the scale-down factor must lie between 0 and 1, not ${policy.scaleDownFactor}`;
  }
  return undefined;
}
