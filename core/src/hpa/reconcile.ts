import type { LaterReasons } from '../evidence/reason.ts';
import type { HpaCondition } from './conditions.ts';
import type { ControllerEvent } from './decision.ts';
import type { HpaInput, ScaleState } from './hpa-input.ts';
import type { HpaState, TimestampedRecommendation } from './hpa-state.ts';
import type { ScaleBlocker } from './outlook.ts';
import type { MetricProposal, ValidProposal } from './proposal.ts';
import type { CompleteHpaSpec } from './spec-defaults.ts';
import type { Tolerances } from './tolerance.ts';

/** One run of the controller over one HPA, prepared. */
export interface Reconcile {
  readonly input: HpaInput;
  readonly spec: CompleteHpaSpec;
  readonly scale: ScaleState;
  readonly tolerances: Tolerances;
  /** As far as it is known before a branch is chosen. */
  readonly state: HpaState;
}

/** What one of the controller's branches comes to. */
export interface Outcome {
  /** `null`: the reconcile failed, and the status keeps its desired count. */
  readonly desiredReplicas: number | null;
  readonly rescaleReason?: string | undefined;
  /** To set, in order. */
  readonly conditions?: readonly HpaCondition[] | undefined;
  /** The condition ScaledToZero goes. */
  readonly dropScaledToZero?: boolean | undefined;
  readonly events?: readonly ControllerEvent[] | undefined;
  readonly error?: string | undefined;
  readonly proposals?: readonly MetricProposal[] | undefined;
  readonly deciding?: ValidProposal | undefined;
  readonly stabilizedReplicas?: number | undefined;
  readonly recommendations?: readonly TimestampedRecommendation[] | undefined;
  readonly reasons: LaterReasons;
  readonly blocker?: ScaleBlocker | undefined;
}
