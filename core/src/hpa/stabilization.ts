import type { TimestampedRecommendation } from './hpa-state.ts';
import type { CompleteBehavior } from './spec-defaults.ts';

/** A recommendation after a look at those before it, and the log that the next one will look at. */
export interface Stabilized {
  readonly replicas: number;
  readonly recommendations: readonly TimestampedRecommendation[];
}

/**
 * Without `behavior`: the largest recommendation that is not older than the controller's window
 * (`stabilizeRecommendation`, horizontal.go, Kubernetes 1.37). One that is exactly as old as the window still counts.
 */
export function stabilizeDownOnly(
  recommendations: readonly TimestampedRecommendation[],
  desiredReplicas: number,
  windowMs: number,
  nowMs: number,
): Stabilized {
  const cutoffMs = nowMs - windowMs;
  let replicas = desiredReplicas;
  let expired = -1;
  recommendations.forEach((recommendation, index) => {
    if (recommendation.timestampMs < cutoffMs) expired = index;
    else replicas = Math.max(replicas, recommendation.replicas);
  });
  return { replicas, recommendations: record(recommendations, desiredReplicas, expired, nowMs) };
}

/**
 * With `behavior`: the current count, moved no further than the least of the up window asks upwards and the most of the down
 * window asks downwards (`stabilizeRecommendationWithBehaviors`, horizontal.go, Kubernetes 1.37). One that is exactly as old
 * as a window counts no longer. Both windows apply whatever the direction.
 */
export function stabilizeBothWays(
  recommendations: readonly TimestampedRecommendation[],
  currentReplicas: number,
  desiredReplicas: number,
  behavior: CompleteBehavior,
  nowMs: number,
): Stabilized {
  const upCutoffMs = nowMs - behavior.scaleUp.stabilizationWindowSeconds * 1000;
  const downCutoffMs = nowMs - behavior.scaleDown.stabilizationWindowSeconds * 1000;
  let least = desiredReplicas;
  let most = desiredReplicas;
  let expired = -1;
  recommendations.forEach(({ replicas, timestampMs }, index) => {
    if (timestampMs > upCutoffMs) least = Math.min(least, replicas);
    if (timestampMs > downCutoffMs) most = Math.max(most, replicas);
    if (timestampMs < upCutoffMs && timestampMs < downCutoffMs) expired = index;
  });
  const raised = Math.max(currentReplicas, least);
  return {
    replicas: Math.min(raised, most),
    recommendations: record(recommendations, desiredReplicas, expired, nowMs),
  };
}

/** Logs what was asked for before stabilization, in the last expired slot if there is one. */
function record(
  recommendations: readonly TimestampedRecommendation[],
  replicas: number,
  slot: number,
  nowMs: number,
): readonly TimestampedRecommendation[] {
  const entry = { replicas, timestampMs: nowMs };
  if (slot < 0) return [...recommendations, entry];
  const log = [...recommendations];
  log[slot] = entry;
  return log;
}
