import type { Reason } from '../evidence/reason.ts';
import { type HpaCondition, setConditions } from './conditions.ts';
import { decideByMetrics } from './decide-by-metrics.ts';
import type { HpaDecision } from './decision.ts';
import { finishDecision } from './finish-decision.ts';
import type { HpaInput, ScaleState } from './hpa-input.ts';
import type { HpaState } from './hpa-state.ts';
import type { Outcome, Reconcile } from './reconcile.ts';
import { leavesZero } from './scale-to-zero.ts';
import { withSpecDefaults } from './spec-defaults.ts';
import { tolerancesFor } from './tolerance.ts';

/**
 * What the HPA controller does with an HPA now, and why (`reconcileAutoscaler`, horizontal.go, Kubernetes 1.37; earlier releases
 * by `settings.features`). Pure: the same input gives the same decision, and nothing of the input is changed. That the
 * write of the scale succeeds is taken for granted.
 *
 * Throws `RangeError` when there are not as many observations as metrics, and `TypeError` when one is of another kind than its
 * metric: both are mistakes of the caller.
 */
export function decideHpa(input: HpaInput): HpaDecision {
  const { scale, settings, nowMs } = input;
  const spec = withSpecDefaults(input.spec, settings.downscaleStabilizationMs);
  if (input.observations.length !== spec.metrics.length) {
    throw new RangeError(`${spec.metrics.length} metrics, but ${input.observations.length} observations`);
  }
  const tolerances = tolerancesFor(settings, spec.behavior);
  if ('error' in scale) {
    const noScale: ScaleState = { specReplicas: 0, statusReplicas: 0 };
    const reconcile: Reconcile = { input, spec, scale: noScale, tolerances, state: input.state };
    return finishDecision(reconcile, withoutScale(reconcile, scale.error));
  }
  const state = stateBefore(input.state, scale.specReplicas, nowMs);
  const reconcile: Reconcile = { input, spec, scale, tolerances, state };
  return finishDecision(reconcile, decideBranch(reconcile));
}

const scaleRead: HpaCondition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};

/** The branches in the controller's order: a target at zero, then one outside of its bounds, then the metrics. */
function decideBranch(reconcile: Reconcile): Outcome {
  const { specReplicas } = reconcile.scale;
  const { minReplicas, maxReplicas } = reconcile.spec;
  if (specReplicas === 0) {
    return leavesZero(reconcile) ? decideByMetrics(reconcile) : scalingDisabled(reconcile);
  }
  if (specReplicas > maxReplicas) return moveToBound(specReplicas, 'above', 'maxReplicas', maxReplicas);
  if (specReplicas < minReplicas) return moveToBound(specReplicas, 'below', 'minReplicas', minReplicas);
  return decideByMetrics(reconcile);
}

/**
 * What is known before a branch is chosen. An HPA seen for the first time starts with its present count as a recommendation, so that a restart of the
 * controller does not scale down at once.
 */
function stateBefore(state: HpaState, replicas: number, nowMs: number): HpaState {
  const { recommendations, scaleUpEvents, scaleDownEvents, desiredReplicas, lastScaleTimeMs } = state;
  return {
    recommendations: recommendations.length > 0 ? recommendations : [{ replicas, timestampMs: nowMs }],
    scaleUpEvents,
    scaleDownEvents,
    conditions: setConditions(state.conditions, [scaleRead], nowMs),
    desiredReplicas,
    lastScaleTimeMs,
  };
}

function withoutScale({ input }: Reconcile, error: string): Outcome {
  const message = `the HPA controller was unable to get the target's current scale: ${error}`;
  return {
    desiredReplicas: null,
    conditions: [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }],
    events: [{ type: 'Warning', reason: 'FailedGetScale', message: error }],
    error: `failed to query scale subresource: ${error}`,
    reasons: () => [
      {
        rule: 'FailedGetScale',
        text: `The scale of the target cannot be read: ${error}`,
        inputs: { nowMs: input.nowMs },
      },
    ],
    blocker: { kind: 'scale-unavailable', text: `The scale of the target cannot be read: ${error}` },
  };
}

function scalingDisabled({ input, spec }: Reconcile): Outcome {
  const { features } = input.settings;
  const text =
    'The target has no replicas, and the HPA did not bring it there: it is switched off until somebody scales up.';
  return {
    desiredReplicas: 0,
    conditions: [
      {
        type: 'ScalingActive',
        status: 'False',
        reason: 'ScalingDisabled',
        message: 'scaling is disabled since the replica count of the target is zero',
      },
    ],
    dropScaledToZero: features.scaledToZeroCondition && !features.scaleToZero,
    reasons: () => [
      {
        rule: 'ScalingDisabled',
        text,
        inputs: { currentReplicas: 0, minReplicas: spec.minReplicas, scaleToZero: features.scaleToZero },
      },
    ],
    blocker: { kind: 'scaling-disabled', text },
  };
}

/** Metrics, behavior and stabilization are passed over. */
function moveToBound(
  currentReplicas: number,
  side: 'above' | 'below',
  bound: 'minReplicas' | 'maxReplicas',
  replicas: number,
): Outcome {
  const field = bound === 'minReplicas' ? 'MinReplicas' : 'MaxReplicas';
  const reason: Reason = {
    rule: `hpa/${side}-${bound === 'minReplicas' ? 'min' : 'max'}-replicas`,
    text: `${currentReplicas} is ${side} ${bound}, so the count becomes ${replicas} whatever the metrics say.`,
    inputs: { currentReplicas, [bound]: replicas },
  };
  return {
    desiredReplicas: replicas,
    rescaleReason: `Current number of replicas ${side} Spec.${field}`,
    reasons: () => [reason],
  };
}
