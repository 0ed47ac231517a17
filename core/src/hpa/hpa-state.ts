import type { HpaCondition } from './conditions.ts';

/** What the controller remembers of one HPA between reconciles. Never changed: each decision gives the next one. */
export interface HpaState {
  /** Unstabilized recommendations; slots are reused, so the order says nothing about age. */
  readonly recommendations: readonly TimestampedRecommendation[];
  readonly scaleUpEvents: readonly ScaleEvent[];
  readonly scaleDownEvents: readonly ScaleEvent[];
  /** `status.conditions`: ScaledToZero is read from here, the others keep their transition times. */
  readonly conditions: readonly HpaCondition[];
  /** `status.desiredReplicas`, which stays when a reconcile fails. */
  readonly desiredReplicas: number;
  readonly lastScaleTimeMs?: number | undefined;
}

export interface TimestampedRecommendation {
  readonly replicas: number;
  readonly timestampMs: number;
}

export interface ScaleEvent {
  /** Replicas added, or removed; positive in both logs. */
  readonly replicaChange: number;
  readonly timestampMs: number;
  /** Older than every policy's period when an event was last stored: its slot may be reused. */
  readonly outdated: boolean;
}

/** An HPA that the controller has not seen before: a new one, or any one after the controller restarted. */
export const initialHpaState: HpaState = {
  recommendations: [],
  scaleUpEvents: [],
  scaleDownEvents: [],
  conditions: [],
  desiredReplicas: 0,
};
