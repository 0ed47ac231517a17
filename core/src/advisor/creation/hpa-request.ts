import type { WorkloadRef } from '../../apis/workload-ref.ts';
import type { DescribedObjectDraft, TargetDraft } from '../../authoring/index.ts';
import type { Quantity } from '../../units/index.ts';

export type MetricType = 'pods' | 'object' | 'external' | 'resource';

type Labels = Readonly<Record<string, string>>;

/** An HPA as somebody asks for it. */
export interface HpaRequest {
  readonly namespace: string;
  readonly target: WorkloadRef;
  /** The target's name unless told. */
  readonly name?: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metric: MetricRequest;
  readonly behavior?: object;
  readonly predictive?: PredictiveRequest;
}

export interface MetricRequest {
  readonly name: string;
  /** Found in what the cluster serves unless told; CPU and memory are resources. */
  readonly type?: MetricType;
  readonly target: RequestedTarget;
  /** Of a metric about one object. */
  readonly object?: DescribedObjectDraft;
  /** Of the series. */
  readonly selector?: Labels;
  /** Of a resource: one container instead of all. */
  readonly container?: string;
}

/** `auto` is what the metric's type is usually held at: an average a pod, of an Object the whole value. */
export type RequestedTarget = TargetDraft | { readonly kind: 'auto'; readonly quantity: Quantity };

/** What is forecast beside the metric. Each field is found or measured where it is not told. */
export interface PredictiveRequest {
  /** The metric of demand: arrivals, not what waits. */
  readonly demandMetric?: string;
  /** Demand that one pod serves. */
  readonly demandTarget?: Quantity;
  readonly demandObject?: DescribedObjectDraft;
  readonly demandSelector?: Labels;
}
