import {
  decideHpa,
  type HpaControllerSettings,
  type HpaDecision,
  type HpaInput,
  type HpaSpec,
  type HpaState,
  initialHpaState,
  storeScaleEvent,
  withSpecDefaults,
} from '../../hpa/index.ts';

/** What the controller saw at one moment. */
export type HpaMoment = Pick<HpaInput, 'scale' | 'pods' | 'observations'>;

export interface ReplayInput {
  readonly spec: HpaSpec;
  readonly settings: HpaControllerSettings;
  readonly momentAt: (atMs: number) => HpaMoment;
  /** The first decision; its log begins with the replicas of then, as after a restart of the controller. */
  readonly startMs: number;
  /** The last decision is at this moment, the others whole steps before it. */
  readonly endMs: number;
  readonly stepMs: number;
}

/** One decision, on the replicas that ran. */
export interface ReplayedDecision {
  readonly atMs: number;
  readonly decision: HpaDecision;
}

/**
 * What the controller would have decided, step by step, on the replicas that really ran: the log of recommendations grows from
 * decision to decision as the controller's own does, and a change of the replicas becomes a scale event when it is seen. At the
 * end of a stretch that is longer than the stabilization windows and policy periods, the memory is that of the controller, apart
 * from the exact seconds of its syncs.
 */
export function replayHpa(input: ReplayInput): readonly ReplayedDecision[] {
  const { spec, settings, momentAt, endMs, stepMs } = input;
  const { behavior } = withSpecDefaults(spec, settings.downscaleStabilizationMs);
  const decisions: ReplayedDecision[] = [];
  const steps = Math.max(0, Math.floor((endMs - input.startMs) / stepMs));
  let state: HpaState = initialHpaState;
  let previous: number | undefined;
  for (let step = steps; step >= 0; step -= 1) {
    const atMs = endMs - step * stepMs;
    const moment = momentAt(atMs);
    const replicas = 'error' in moment.scale ? previous : moment.scale.specReplicas;
    if (previous !== undefined && replicas !== undefined && replicas !== previous) {
      state = {
        ...state,
        ...storeScaleEvent(state, behavior, previous, replicas, atMs),
        lastScaleTimeMs: atMs,
      };
    }
    const decision = decideHpa({ spec, settings, state, nowMs: atMs, ...moment });
    decisions.push({ atMs, decision });
    const { scaleUpEvents, scaleDownEvents, lastScaleTimeMs } = state;
    // What was asked for is not yet what ran: the events come from the replicas.
    state = { ...decision.state, scaleUpEvents, scaleDownEvents, lastScaleTimeMs };
    previous = replicas;
  }
  return decisions;
}

/** How long before a moment a replay has to begin for the memory at that moment to be complete. */
export function memoryMs(spec: HpaSpec, { downscaleStabilizationMs }: HpaControllerSettings): number {
  const { behavior } = withSpecDefaults(spec, downscaleStabilizationMs);
  if (behavior === undefined) return downscaleStabilizationMs;
  const seconds = [behavior.scaleUp, behavior.scaleDown].flatMap(
    ({ stabilizationWindowSeconds, policies }) => [
      stabilizationWindowSeconds,
      ...policies.map(({ periodSeconds }) => periodSeconds),
    ],
  );
  return Math.max(...seconds) * 1000;
}
