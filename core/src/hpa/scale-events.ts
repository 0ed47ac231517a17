import type { HpaState, ScaleEvent } from './hpa-state.ts';
import type { CompleteBehavior, CompleteRules } from './spec-defaults.ts';

/** Replicas that the events younger than the period changed (`getReplicasChangePerPeriod`, horizontal.go, Kubernetes 1.37). */
export function changeWithinPeriod(
  events: readonly ScaleEvent[],
  periodSeconds: number,
  nowMs: number,
): number {
  const cutoffMs = nowMs - periodSeconds * 1000;
  let change = 0;
  for (const event of events) {
    if (event.timestampMs > cutoffMs) change = (change + event.replicaChange) | 0;
  }
  return change;
}

type ScaleEvents = Pick<HpaState, 'scaleUpEvents' | 'scaleDownEvents'>;

/**
 * The logs after a rescale (`storeScaleEvent`, horizontal.go, Kubernetes 1.37). Without `behavior` nothing is logged, since
 * nothing would read it.
 */
export function storeScaleEvent(
  events: ScaleEvents,
  behavior: CompleteBehavior | undefined,
  previousReplicas: number,
  newReplicas: number,
  nowMs: number,
): ScaleEvents {
  const { scaleUpEvents, scaleDownEvents } = events;
  if (!behavior) return { scaleUpEvents, scaleDownEvents };
  const change = newReplicas - previousReplicas;
  return change > 0
    ? { scaleUpEvents: addEvent(scaleUpEvents, behavior.scaleUp, change, nowMs), scaleDownEvents }
    : { scaleUpEvents, scaleDownEvents: addEvent(scaleDownEvents, behavior.scaleDown, -change, nowMs) };
}

/**
 * One direction's log with one more event. Events older than the longest period of that direction are marked as outdated, and
 * the last of those gives up its slot.
 */
export function addEvent(
  events: readonly ScaleEvent[],
  rules: Pick<CompleteRules, 'policies'>,
  replicaChange: number,
  nowMs: number,
): readonly ScaleEvent[] {
  const longestSeconds = rules.policies.reduce(
    (longest, { periodSeconds }) => Math.max(longest, periodSeconds),
    0,
  );
  const cutoffMs = nowMs - longestSeconds * 1000;
  const log = events.map((event) =>
    event.timestampMs < cutoffMs && !event.outdated ? { ...event, outdated: true } : event,
  );
  const added: ScaleEvent = { replicaChange, timestampMs: nowMs, outdated: false };
  const slot = log.findLastIndex(({ outdated }) => outdated);
  if (slot < 0) log.push(added);
  else log[slot] = added;
  return log;
}
