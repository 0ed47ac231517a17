import type { Reason } from '../evidence/reason.ts';
import type { HpaCondition } from './conditions.ts';
import type { HpaState } from './hpa-state.ts';
import type { ScaleOutlook } from './outlook.ts';
import type { MetricProposal } from './proposal.ts';

/** What one reconcile of the HPA comes to, and why. */
export interface HpaDecision {
  /** `scale.spec.replicas` as found. */
  readonly currentReplicas: number;
  /**
   * `scale.spec.replicas` as the controller leaves it: `currentReplicas` when it does not rescale. What `status.desiredReplicas` then
   * shows is in `state`; the two differ only after a failure, when the status keeps what it had.
   */
  readonly desiredReplicas: number;
  /** The controller writes the scale. */
  readonly rescale: boolean;
  /** Why, in the controller's words; only with `rescale`. */
  readonly rescaleReason?: string | undefined;
  /** One per metric, in order; empty when the metrics were not looked at. */
  readonly proposals: readonly MetricProposal[];
  /** The largest proposal, before stabilization and limits; absent when metrics were not looked at or do not suffice. */
  readonly metricReplicas?: number | undefined;
  /** Which metric made it. */
  readonly decidingMetric?: number | undefined;
  /** After stabilization, before limits. */
  readonly stabilizedReplicas?: number | undefined;
  /** `status.conditions` afterwards, in the order in which they were first set. */
  readonly conditions: readonly HpaCondition[];
  /** What the controller records, in order. */
  readonly events: readonly ControllerEvent[];
  /** What the reconcile returns; with partial failure the target may be scaled all the same. */
  readonly error?: string | undefined;
  /** To hand to the next decision. */
  readonly state: HpaState;
  /** The steps, in order. */
  readonly reasons: readonly Reason[];
  /** What would have to change for the HPA to scale. */
  readonly outlook: ScaleOutlook;
}

export interface ControllerEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}
