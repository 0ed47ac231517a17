import type { LaterReasons, Reason } from '../evidence/reason.ts';
import { replicasText } from './calculation-reasons.ts';
import type { HpaCondition } from './conditions.ts';
import type { HpaState, TimestampedRecommendation } from './hpa-state.ts';
import { limitByMaximum, limitByPolicies, type Limited } from './limits.ts';
import type { CompleteHpaSpec } from './spec-defaults.ts';
import { stabilizeBothWays, stabilizeDownOnly } from './stabilization.ts';

export interface NormalizeInput {
  readonly spec: CompleteHpaSpec;
  readonly state: Pick<HpaState, 'recommendations' | 'scaleUpEvents' | 'scaleDownEvents'>;
  readonly downscaleStabilizationMs: number;
  readonly currentReplicas: number;
  /** What the metrics ask for. */
  readonly desiredReplicas: number;
  readonly nowMs: number;
}

export interface Normalized {
  readonly replicas: number;
  /** Between stabilization and limits. */
  readonly stabilizedReplicas: number;
  readonly recommendations: readonly TimestampedRecommendation[];
  readonly ableToScale: HpaCondition;
  readonly scalingLimited: HpaCondition;
  readonly reasons: LaterReasons;
}

/**
 * Brings what the metrics ask for into what the HPA allows: first stabilized, then limited in rate and to minReplicas and
 * maxReplicas (`normalizeDesiredReplicas` without `behavior`, `normalizeDesiredReplicasWithBehaviors` with it; horizontal.go,
 * Kubernetes 1.37).
 */
export function normalizeDesiredReplicas(input: NormalizeInput): Normalized {
  const { desiredReplicas, currentReplicas } = input;
  const stabilized = stabilize(input);
  const limited = limit(input, stabilized.replicas);
  const ableToScale = ableToScaleCondition(input, stabilized.replicas);
  return {
    replicas: limited.replicas,
    stabilizedReplicas: stabilized.replicas,
    recommendations: stabilized.recommendations,
    ableToScale,
    scalingLimited: {
      type: 'ScalingLimited',
      status: limited.replicas === stabilized.replicas ? 'False' : 'True',
      reason: limited.reason,
      message: limited.message,
    },
    reasons: () => [
      {
        rule: ableToScale.reason,
        text:
          stabilized.replicas === desiredReplicas
            ? `No earlier recommendation holds ${replicasText(desiredReplicas)} back.`
            : `Earlier recommendations within the stabilization window turn ${replicasText(desiredReplicas)} into ${stabilized.replicas}.`,
        inputs: { currentReplicas, desiredReplicas, stabilizedReplicas: stabilized.replicas },
      },
      limitReason(limited, stabilized.replicas),
    ],
  };
}

function stabilize({ spec, state, currentReplicas, desiredReplicas, ...input }: NormalizeInput): {
  readonly replicas: number;
  readonly recommendations: readonly TimestampedRecommendation[];
} {
  const { recommendations } = state;
  const { nowMs, downscaleStabilizationMs } = input;
  return spec.behavior
    ? stabilizeBothWays(recommendations, currentReplicas, desiredReplicas, spec.behavior, nowMs)
    : stabilizeDownOnly(recommendations, desiredReplicas, downscaleStabilizationMs, nowMs);
}

function limit({ spec, state, currentReplicas, nowMs }: NormalizeInput, desiredReplicas: number): Limited {
  const bounds = { minReplicas: spec.minReplicas, maxReplicas: spec.maxReplicas };
  if (!spec.behavior) return limitByMaximum(currentReplicas, desiredReplicas, bounds);
  const { scaleUpEvents, scaleDownEvents } = state;
  const rate = { currentReplicas, scaleUpEvents, scaleDownEvents, nowMs };
  return limitByPolicies(rate, desiredReplicas, bounds, spec.behavior);
}

const readyForNewScale: HpaCondition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
};

const scaleUpStabilized: HpaCondition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

const scaleDownStabilized: HpaCondition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};

function ableToScaleCondition(
  { spec, currentReplicas, desiredReplicas }: NormalizeInput,
  stabilizedReplicas: number,
): HpaCondition {
  if (stabilizedReplicas === desiredReplicas) return readyForNewScale;
  return spec.behavior && desiredReplicas >= currentReplicas ? scaleUpStabilized : scaleDownStabilized;
}

function limitReason({ replicas, reason, message }: Limited, stabilizedReplicas: number): Reason {
  return {
    rule: reason,
    text:
      replicas === stabilizedReplicas
        ? `${replicasText(replicas)}: within what the HPA allows now.`
        : `${replicasText(replicas)} instead of ${stabilizedReplicas}: ${message}.`,
    inputs: { stabilizedReplicas, replicas },
  };
}
