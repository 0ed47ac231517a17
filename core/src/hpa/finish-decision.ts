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
  return new FinishedDecision(reconcile, outcome);
}

/**
 * A class for its getters' sake: the reasons' words and the outlook take longer than the decision itself, and a simulation of weeks never asks for them.
 * A getter in an object literal is another function each time, which costs V8 a hidden class each and keeps all that it closes over until the next full
 * collection.
 */
class FinishedDecision implements HpaDecision {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly rescale: boolean;
  readonly rescaleReason: string | undefined;
  readonly proposals: HpaDecision['proposals'];
  readonly metricReplicas: number | undefined;
  readonly decidingMetric: number | undefined;
  readonly stabilizedReplicas: number | undefined;
  readonly conditions: HpaDecision['conditions'];
  readonly events: HpaDecision['events'];
  readonly error: string | undefined;
  readonly state: HpaState;
  readonly #reconcile: Reconcile;
  readonly #outcome: Outcome;
  #reasons: HpaDecision['reasons'] | undefined;
  #outlook: ScaleOutlook | undefined;

  constructor(reconcile: Reconcile, outcome: Outcome) {
    const currentReplicas = reconcile.scale.specReplicas;
    const desiredReplicas = outcome.desiredReplicas ?? currentReplicas;
    this.currentReplicas = currentReplicas;
    this.desiredReplicas = desiredReplicas;
    this.rescale = desiredReplicas !== currentReplicas;
    this.rescaleReason = this.rescale ? (outcome.rescaleReason ?? '') : undefined;
    this.proposals = outcome.proposals ?? [];
    this.metricReplicas = outcome.deciding?.replicas;
    this.decidingMetric = outcome.deciding?.metricIndex;
    this.stabilizedReplicas = outcome.stabilizedReplicas;
    this.state = this.rescale
      ? stateAfterRescale(reconcile, outcome, desiredReplicas)
      : stateWithoutRescale(reconcile, outcome);
    this.conditions = this.state.conditions;
    this.events = eventsWith(outcome.events ?? [], desiredReplicas, this.rescaleReason);
    this.error = outcome.error;
    this.#reconcile = reconcile;
    this.#outcome = outcome;
  }

  get reasons(): HpaDecision['reasons'] {
    this.#reasons ??= this.#outcome.reasons();
    return this.#reasons;
  }

  get outlook(): ScaleOutlook {
    this.#outlook ??= outlookAfter(this.#reconcile, this.#outcome, this.state, this.desiredReplicas);
    return this.#outlook;
  }
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
