import type { ForecastPoint } from './forecast-point.ts';

/** A stretch of time that is known to bring more demand than the past shows: a sale, a launch, a batch run. */
export interface KnownEvent {
  readonly name?: string;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Demand is at least this, in the metric's unit. */
  readonly floor?: number;
  /** Demand is this many times what it would be; below 1 counts as 1. */
  readonly factor?: number;
}

/** An event of the demand that it names; of every one where it names none. */
export interface ScopedEvent extends KnownEvent {
  readonly namespace?: string;
  /** `Deployment/chat`, in any case; of an external metric, its selector. */
  readonly object?: string;
}

/** Whose demand is forecast; empty for a query of which nobody knows. */
export interface EventScope {
  readonly namespace?: string;
  readonly object?: string;
}

/** The events of one demand. */
export function eventsOf(events: readonly ScopedEvent[], scope: EventScope): readonly KnownEvent[] {
  return events.filter(
    ({ namespace, object }) =>
      (namespace === undefined || namespace === scope.namespace) &&
      (object === undefined || object.toLowerCase() === scope.object?.toLowerCase()),
  );
}

/** A moment with its zone, `2026-11-27T08:00:00Z`, in milliseconds: without a zone two machines would mean different moments. */
export function eventTimeMs(value: unknown): number | undefined {
  const isMoment = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(value);
  const atMs = isMoment ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** The events that last during any of the points and raise one of them; points are one step apart. */
export function raisingEvents(
  events: readonly KnownEvent[],
  points: readonly ForecastPoint[],
): readonly KnownEvent[] {
  return events.filter((event) => points.some((point) => raisePoint(point, event).value > point.value));
}

/** The points with every event taken in: an event only ever raises, so nobody loses capacity to one that was planned too small. */
export function raisePoints(
  points: readonly ForecastPoint[],
  events: readonly KnownEvent[],
): readonly ForecastPoint[] {
  return points.map((point) => events.reduce(raisePoint, point));
}

function raisePoint(point: ForecastPoint, event: KnownEvent): ForecastPoint {
  if (point.timestampMs < event.fromMs || point.timestampMs >= event.toMs) return point;
  const raised = (value: number): number =>
    Math.max(value, value * (event.factor ?? 1), event.floor ?? value);
  return { ...point, value: raised(point.value), lower: raised(point.lower), upper: raised(point.upper) };
}
