import { type HpaCondition, removeCondition, setConditions } from './conditions.ts';
import type { ControllerEvent, HpaDecision } from './decision.ts';
import type { HpaState } from './hpa-state.ts';
import { countPods } from './metric-threshold.ts';
import { type ScaleOutlook, scaleOutlook } from './outlook.ts';
import type { Outcome, Reconcile } from './reconcile.ts';
import { storeScaleEvent } from './scale-events.ts';
import { scaledToZeroCondition } from './scale-to-zero.ts';

/** Turns what a branch came to into the decision: rescale or not, status, logs, outlook. */
export function finishDecision(reconcile: Reconcile, outcome: Outcome): HpaDecision {
  const currentReplicas = reconcile.scale.specReplicas;
  const desiredReplicas = outcome.desiredReplicas ?? currentReplicas;
  const rescale = desiredReplicas !== currentReplicas;
  const state = rescale
    ? stateAfterRescale(reconcile, outcome, desiredReplicas)
    : stateWithoutRescale(reconcile, outcome);
  const rescaleReason = rescale ? (outcome.rescaleReason ?? '') : undefined;
  // It takes longer than the decision itself, and a simulation of weeks never asks: made when it is first read.
  let outlook: ScaleOutlook | undefined;
  return {
    currentReplicas,
    desiredReplicas,
    rescale,
    rescaleReason,
    proposals: outcome.proposals ?? [],
    metricReplicas: outcome.deciding?.replicas,
    decidingMetric: outcome.deciding?.metricIndex,
    stabilizedReplicas: outcome.stabilizedReplicas,
    conditions: state.conditions,
    events: eventsWith(outcome.events ?? [], desiredReplicas, rescaleReason),
    error: outcome.error,
    state,
    reasons: outcome.reasons,
    get outlook() {
      outlook ??= outlookAfter(reconcile, outcome, state, desiredReplicas);
      return outlook;
    },
  };
}

function stateWithoutRescale({ state, input }: Reconcile, outcome: Outcome): HpaState {
  const conditions = setConditions(state.conditions, outcome.conditions ?? [], input.nowMs);
  return {
    recommendations: outcome.recommendations ?? state.recommendations,
    scaleUpEvents: state.scaleUpEvents,
    scaleDownEvents: state.scaleDownEvents,
    conditions: outcome.dropScaledToZero ? removeCondition(conditions, 'ScaledToZero') : conditions,
    desiredReplicas: outcome.desiredReplicas ?? state.desiredReplicas,
    lastScaleTimeMs: state.lastScaleTimeMs,
  };
}

function stateAfterRescale(reconcile: Reconcile, outcome: Outcome, desiredReplicas: number): HpaState {
  const { state, spec, scale, input } = reconcile;
  const scaledToZero = scaledToZeroCondition(reconcile, desiredReplicas);
  const changes = [...(outcome.conditions ?? []), scaleWritten(desiredReplicas)];
  if (scaledToZero) changes.push(scaledToZero);
  const conditions = setConditions(state.conditions, changes, input.nowMs);
  const drop = input.settings.features.scaledToZeroCondition && !scaledToZero;
  const events = storeScaleEvent(state, spec.behavior, scale.specReplicas, desiredReplicas, input.nowMs);
  return {
    recommendations: outcome.recommendations ?? state.recommendations,
    scaleUpEvents: events.scaleUpEvents,
    scaleDownEvents: events.scaleDownEvents,
    conditions: drop ? removeCondition(conditions, 'ScaledToZero') : conditions,
    desiredReplicas,
    lastScaleTimeMs: input.nowMs,
  };
}

function scaleWritten(replicas: number): HpaCondition {
  const message = `the HPA controller was able to update the target scale to ${replicas}`;
  return { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message };
}

function eventsWith(
  events: readonly ControllerEvent[],
  replicas: number,
  rescaleReason: string | undefined,
): readonly ControllerEvent[] {
  if (rescaleReason === undefined) return events;
  const message = `New size: ${replicas}; reason: ${rescaleReason}`;
  return [...events, { type: 'Normal', reason: 'SuccessfulRescale', message }];
}

/** As the next decision will find it. After a rescale that is taken to be with every replica up and ready. */
function outlookAfter(
  { input, spec, scale, tolerances }: Reconcile,
  outcome: Outcome,
  state: HpaState,
  replicas: number,
): ScaleOutlook {
  const rescaled = replicas !== scale.specReplicas;
  const pods = rescaled ? { counted: replicas, runningAndReady: replicas } : countPods(input.pods);
  const statusReplicas = rescaled ? replicas : scale.statusReplicas;
  return scaleOutlook({
    spec,
    state,
    proposals: outcome.proposals ?? [],
    replicas,
    context: { specReplicas: replicas, statusReplicas, pods, tolerances },
    downscaleStabilizationMs: input.settings.downscaleStabilizationMs,
    blocker: outcome.blocker,
    nowMs: input.nowMs,
  });
}
