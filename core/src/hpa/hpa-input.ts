import type { HpaControllerSettings } from './controller-settings.ts';
import type { HpaSpec } from './hpa-spec.ts';
import type { HpaState } from './hpa-state.ts';
import type { Milli } from './int64.ts';

/** All that one reconcile of the HPA controller looks at. */
export interface HpaInput {
  readonly spec: HpaSpec;
  readonly scale: ScaleState | ScaleUnavailable;
  /** Every pod that the scale's selector matches, whatever its phase. */
  readonly pods: readonly HpaPod[];
  /** One per entry of `spec.metrics` (after defaulting), in the same order. */
  readonly observations: readonly MetricObservation[];
  readonly settings: HpaControllerSettings;
  readonly state: HpaState;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/** The target's scale subresource. */
export interface ScaleState {
  readonly specReplicas: number;
  readonly statusReplicas: number;
  /** Absent: the selector is fine and no other HPA selects the same pods. */
  readonly selectorProblem?: SelectorProblem;
}

/** The scale subresource could not be read; the message as the API server gave it. */
export interface ScaleUnavailable {
  readonly error: string;
}

export type SelectorProblem =
  | { readonly type: 'Missing' }
  | { readonly type: 'Unparsable'; readonly error: string }
  /** `hpas` are the HPAs (`namespace/name`) whose selectors match pods of this one. */
  | { readonly type: 'Ambiguous'; readonly selector: string; readonly hpas: readonly string[] };

export interface HpaPod {
  readonly name: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** It has a deletion timestamp. */
  readonly deleting: boolean;
  readonly startTimeMs?: number;
  /** The Ready condition, when the pod has one. */
  readonly readyCondition?: ReadyCondition;
  readonly containers: readonly PodContainer[];
  readonly initContainers?: readonly InitContainer[];
  /** `spec.resources.requests` of the pod itself, in thousandths by resource, when that is set. */
  readonly podRequestsMilli?: Readonly<Record<string, Milli>>;
  /** `spec.overhead`, in thousandths by resource. */
  readonly overheadMilli?: Readonly<Record<string, Milli>>;
}

export interface ReadyCondition {
  readonly status: 'True' | 'False' | 'Unknown';
  /** Absent: the zero time, which is before everything. */
  readonly lastTransitionMs?: number;
}

export interface PodContainer {
  readonly name: string;
  /** Requests in thousandths by resource; a resource that is not there has no request. */
  readonly requestsMilli: Readonly<Record<string, Milli>>;
}

export interface InitContainer extends PodContainer {
  /** `restartPolicy: Always`: a sidecar, whose request counts. */
  readonly restartable: boolean;
}

/** What the metrics APIs answered for one metric of the HPA. */
export type MetricObservation =
  /** metrics.k8s.io, for Resource and ContainerResource. */
  | { readonly type: 'PodMetrics'; readonly items: readonly PodMetrics[] }
  /** custom.metrics.k8s.io for pods; for Resource, values that are already summed over a pod's containers. */
  | { readonly type: 'PodValues'; readonly items: readonly PodValue[] }
  /** custom.metrics.k8s.io for one object. */
  | { readonly type: 'ObjectValue'; readonly valueMilli: Milli }
  /** external.metrics.k8s.io: one value a series. */
  | { readonly type: 'ExternalValues'; readonly valuesMilli: readonly Milli[] }
  /** The API answered with an error, in its own words. */
  | { readonly type: 'Error'; readonly message: string };

/** When a sample was taken and over which window it was measured. An absent time is the zero time, before everything. */
export interface SampleTime {
  readonly timestampMs?: number;
  readonly windowMs?: number;
}

export interface PodMetrics extends SampleTime {
  readonly pod: string;
  readonly containers: readonly {
    readonly name: string;
    /** Usage in thousandths by resource. */
    readonly usageMilli: Readonly<Record<string, Milli>>;
  }[];
}

export interface PodValue extends SampleTime {
  readonly pod: string;
  readonly valueMilli: Milli;
}
