import type { Quantity } from '../units/quantity.ts';
import type { LabelSelector } from './label-selector.ts';
import type { ObjectReference } from './object-reference.ts';

/** The figures of a target (what is wanted) or of a status (what was seen). */
export interface HpaMetricFigures {
  /** Per cent of the request. */
  readonly averageUtilization?: number;
  /** Per pod. */
  readonly averageValue?: Quantity;
  readonly value?: Quantity;
}

export type HpaTargetType = 'Utilization' | 'Value' | 'AverageValue';

/** What an HPA metric is to be held at, as autoscaling/v2 has it, whatever version it was written in. */
export interface HpaMetricTarget extends HpaMetricFigures {
  /**
   * As written, where the version has the field; else what the API server derives from the figures. Absent
   * where it is neither.
   */
  readonly type?: HpaTargetType;
}

/** What a metric measures. A field that is missing in the manifest is absent here. */
export type HpaMetricSource =
  | { readonly type: 'Resource'; readonly name?: string }
  | { readonly type: 'ContainerResource'; readonly name?: string; readonly container?: string }
  | { readonly type: 'Pods'; readonly name?: string; readonly selector?: LabelSelector }
  | {
      readonly type: 'Object';
      readonly name?: string;
      readonly selector?: LabelSelector;
      readonly describedObject?: ObjectReference;
    }
  | { readonly type: 'External'; readonly name?: string; readonly selector?: LabelSelector }
  /** An entry whose `type` is missing or none of the five. */
  | { readonly type: 'Unknown'; readonly writtenType?: string };

export type HpaMetric = HpaMetricSource & { readonly target: HpaMetricTarget };

export type HpaMetricStatus = HpaMetricSource & { readonly current: HpaMetricFigures };
