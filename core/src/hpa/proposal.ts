import type { LaterReasons } from '../evidence/reason.ts';
import type { Result } from '../units/result.ts';
import type { HpaControllerSettings } from './controller-settings.ts';
import type { PodGroups } from './group-pods.ts';
import type { HpaPod, ScaleState } from './hpa-input.ts';
import type { Milli } from './int64.ts';
import type { Tolerances } from './tolerance.ts';

/** What one metric of the HPA asks for. */
export type MetricProposal = ValidProposal | InvalidProposal;

export interface ValidProposal extends ProposedReplicas {
  readonly valid: true;
  /** Which of `spec.metrics`. */
  readonly metricIndex: number;
}

export interface InvalidProposal extends ProposalFailure {
  readonly valid: false;
  readonly metricIndex: number;
}

export interface ProposedReplicas {
  /** The metric as the controller names it: `cpu resource utilization (percentage of request)`. */
  readonly description: string;
  readonly replicas: number;
  /** What `status.currentMetrics` shows. */
  readonly current: MetricValue;
  /** What was compared with what. */
  readonly measure: Measure;
  /** Only for metrics of pods. */
  readonly groups?: PodGroups | undefined;
  readonly reasons: LaterReasons;
}

/**
 * A metric beside its target: whole per cent of the requests (`utilization`), thousandths for a pod (`average`), thousandths in all
 * against a target in all (`value`) or for each pod (`per-pod`).
 */
export interface Measure {
  readonly kind: 'utilization' | 'average' | 'value' | 'per-pod';
  readonly usage: Milli;
  readonly target: Milli;
}

export interface ProposalFailure {
  /** The reason of the condition and of the event: `FailedGetResourceMetric`, … */
  readonly failure: string;
  /** The cause, as condition and event carry it. */
  readonly error: string;
  /** The cause with what the reconcile's own error adds. */
  readonly reconcileError: string;
}

export interface MetricValue {
  /** Whole per cent of the requests. */
  readonly averageUtilization?: number;
  readonly averageValueMilli?: Milli;
  readonly valueMilli?: Milli;
}

export type ProposalResult = Result<ProposedReplicas, ProposalFailure>;

/** What every metric of one reconcile shares. */
export interface ProposalContext {
  readonly namespace: string;
  readonly scale: ScaleState;
  readonly pods: readonly HpaPod[];
  readonly settings: HpaControllerSettings;
  readonly tolerances: Tolerances;
  readonly nowMs: number;
}
