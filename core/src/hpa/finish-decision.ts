import { type HpaCondition, removeCondition, setCondition } from './conditions.ts';
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
  return {
    currentReplicas,
    desiredReplicas,
    rescale,
    ...(rescaleReason === undefined ? {} : { rescaleReason }),
    proposals: outcome.proposals ?? [],
    ...(outcome.deciding
      ? { metricReplicas: outcome.deciding.replicas, decidingMetric: outcome.deciding.metricIndex }
      : {}),
    ...(outcome.stabilizedReplicas === undefined ? {} : { stabilizedReplicas: outcome.stabilizedReplicas }),
    conditions: state.conditions,
    events: [...(outcome.events ?? []), ...rescaleEvents(desiredReplicas, rescaleReason)],
    ...(outcome.error === undefined ? {} : { error: outcome.error }),
    state,
    reasons: outcome.reasons,
    outlook: outlookAfter(reconcile, outcome, state, desiredReplicas),
  };
}

function stateWithoutRescale(reconcile: Reconcile, outcome: Outcome): HpaState {
  const { state } = reconcile;
  const conditions = conditionsAfter(reconcile, outcome.conditions ?? []);
  return {
    ...state,
    conditions: outcome.dropScaledToZero ? removeCondition(conditions, 'ScaledToZero') : conditions,
    recommendations: outcome.recommendations ?? state.recommendations,
    desiredReplicas: outcome.desiredReplicas ?? state.desiredReplicas,
  };
}

function stateAfterRescale(reconcile: Reconcile, outcome: Outcome, desiredReplicas: number): HpaState {
  const { state, spec, scale, input } = reconcile;
  const { features } = input.settings;
  const scaledToZero = scaledToZeroCondition(reconcile, desiredReplicas);
  const conditions = conditionsAfter(reconcile, [
    ...(outcome.conditions ?? []),
    {
      type: 'AbleToScale',
      status: 'True',
      reason: 'SucceededRescale',
      message: `the HPA controller was able to update the target scale to ${desiredReplicas}`,
    },
    ...(scaledToZero ? [scaledToZero] : []),
  ]);
  const drop = features.scaledToZeroCondition && !scaledToZero;
  return {
    conditions: drop ? removeCondition(conditions, 'ScaledToZero') : conditions,
    recommendations: outcome.recommendations ?? state.recommendations,
    ...storeScaleEvent(state, spec.behavior, scale.specReplicas, desiredReplicas, input.nowMs),
    desiredReplicas,
    lastScaleTimeMs: input.nowMs,
  };
}

function conditionsAfter(
  { state, input }: Reconcile,
  changes: readonly HpaCondition[],
): readonly HpaCondition[] {
  return changes.reduce((list, condition) => setCondition(list, condition, input.nowMs), state.conditions);
}

function rescaleEvents(replicas: number, reason: string | undefined): readonly ControllerEvent[] {
  if (reason === undefined) return [];
  const message = `New size: ${replicas}; reason: ${reason}`;
  return [{ type: 'Normal', reason: 'SuccessfulRescale', message }];
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
  return scaleOutlook({
    spec,
    state,
    proposals: outcome.proposals ?? [],
    replicas,
    context: {
      specReplicas: replicas,
      statusReplicas: rescaled ? replicas : scale.statusReplicas,
      pods,
      tolerances,
    },
    downscaleStabilizationMs: input.settings.downscaleStabilizationMs,
    ...(outcome.blocker ? { blocker: outcome.blocker } : {}),
    nowMs: input.nowMs,
  });
}
