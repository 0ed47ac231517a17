import { formatQuantity, type Quantity } from '../units/index.ts';

/** What a metric is to be held at. A utilization is in per cent of the request; a quantity is one pod's share, or the whole value. */
export type TargetDraft =
  | { readonly kind: 'utilization'; readonly percent: number }
  | { readonly kind: 'average'; readonly quantity: Quantity }
  | { readonly kind: 'value'; readonly quantity: Quantity };

/** The object whose metric is read. */
export interface DescribedObjectDraft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** A metric of an HPA before it is written. `selector` narrows the series by their labels. */
export type HpaMetricDraft =
  | {
      readonly type: 'Resource';
      readonly name: string;
      /** One container of each pod instead of all; makes it a `ContainerResource`. */
      readonly container?: string;
      readonly target: TargetDraft;
    }
  | {
      readonly type: 'Pods' | 'External';
      readonly name: string;
      readonly selector?: Readonly<Record<string, string>>;
      readonly target: TargetDraft;
    }
  | {
      readonly type: 'Object';
      readonly name: string;
      readonly selector?: Readonly<Record<string, string>>;
      readonly describedObject: DescribedObjectDraft;
      readonly target: TargetDraft;
    };

/** An entry of `spec.metrics` in autoscaling/v2. */
export function hpaMetricEntry(draft: HpaMetricDraft): object {
  const target = targetEntry(draft.target);
  if (draft.type === 'Resource') {
    const { name, container } = draft;
    return container === undefined
      ? { type: 'Resource', resource: { name, target } }
      : { type: 'ContainerResource', containerResource: { name, container, target } };
  }
  const metric = {
    name: draft.name,
    ...(draft.selector === undefined ? {} : { selector: { matchLabels: draft.selector } }),
  };
  switch (draft.type) {
    case 'Pods':
      return { type: 'Pods', pods: { metric, target } };
    case 'External':
      return { type: 'External', external: { metric, target } };
    case 'Object':
      return { type: 'Object', object: { metric, describedObject: draft.describedObject, target } };
  }
}

function targetEntry(target: TargetDraft): object {
  switch (target.kind) {
    case 'utilization':
      return { type: 'Utilization', averageUtilization: target.percent };
    case 'average':
      return { type: 'AverageValue', averageValue: formatQuantity(target.quantity) };
    case 'value':
      return { type: 'Value', value: formatQuantity(target.quantity) };
  }
}
