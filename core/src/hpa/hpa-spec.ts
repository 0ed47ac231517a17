import type { Milli } from './int64.ts';

/** What the HPA asks for, as autoscaling/v2 has it; quantities as int64 thousandths, as the controller reads them. */
export interface HpaSpec {
  /** Named in error messages only. */
  readonly namespace?: string;
  /** Absent: 1. */
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  /** Empty or absent: CPU at 80 % of the request, as the API server fills in. */
  readonly metrics?: readonly HpaMetricSpec[];
  /** Absent: the rules from before `behavior` existed apply (doubling, at least 4; the controller's stabilization). */
  readonly behavior?: HpaBehavior;
}

export interface MetricTarget {
  readonly type: 'Utilization' | 'Value' | 'AverageValue';
  /** Per cent of the request. */
  readonly averageUtilization?: number;
  readonly averageValueMilli?: Milli;
  readonly valueMilli?: Milli;
}

export interface MetricIdentifier {
  readonly name: string;
  readonly selector?: MetricLabelSelector;
}

export interface MetricLabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface ResourceMetricSpec {
  readonly type: 'Resource';
  /** `cpu`, `memory`. */
  readonly name: string;
  readonly target: MetricTarget;
}

export interface ContainerResourceMetricSpec {
  readonly type: 'ContainerResource';
  readonly name: string;
  readonly container: string;
  readonly target: MetricTarget;
}

export interface PodsMetricSpec {
  readonly type: 'Pods';
  readonly metric: MetricIdentifier;
  readonly target: MetricTarget;
}

export interface ObjectMetricSpec {
  readonly type: 'Object';
  readonly metric: MetricIdentifier;
  readonly describedObject: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
  readonly target: MetricTarget;
}

export interface ExternalMetricSpec {
  readonly type: 'External';
  readonly metric: MetricIdentifier;
  readonly target: MetricTarget;
}

export type HpaMetricSpec =
  ResourceMetricSpec | ContainerResourceMetricSpec | PodsMetricSpec | ObjectMetricSpec | ExternalMetricSpec;

export interface HpaBehavior {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

export interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  readonly policies?: readonly ScalingPolicy[];
  /** A fraction: 0.05 is 5 %. Without effect where the cluster does not have HPAConfigurableTolerance. */
  readonly tolerance?: number;
}

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}
