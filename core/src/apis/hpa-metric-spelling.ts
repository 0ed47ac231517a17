import type { FieldPath } from './field-values.ts';

export type HpaMetricType = 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';

/** The parts of a metric that one may want to point at. */
export type HpaMetricField =
  | 'name'
  | 'container'
  | 'selector'
  | 'describedObject'
  | 'target'
  | 'targetType'
  | 'averageUtilization'
  | 'averageValue'
  | 'value';

/** Where a metric's parts stand, relative to its entry in the list. */
type HpaMetricPaths = Readonly<Partial<Record<HpaMetricField, FieldPath>>>;

/**
 * The two ways in which metrics are written. `nested`: v2beta2 and v2, with `metric`, `target` and `current`.
 * `flat`: v2beta1 and the annotations of v1, with `metricName`, `targetAverageValue`, `currentAverageValue`.
 * Statuses are written like targets.
 */
export type HpaMetricSpelling = Readonly<Record<HpaMetricType, HpaMetricPaths>>;

const sourceFields: Readonly<Record<HpaMetricType, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

export function isHpaMetricType(type: string | undefined): type is HpaMetricType {
  return type !== undefined && Object.hasOwn(sourceFields, type);
}

/** The field of a metric's entry that holds all but its type: `resource`, `pods`, … */
export function sourceFieldOf(type: HpaMetricType): string {
  return sourceFields[type];
}

export const nestedTargets = nestedSpelling('target');
export const nestedStatuses = nestedSpelling('current');
export const flatTargets = flatSpelling('target');
export const flatStatuses = flatSpelling('current');

function nestedSpelling(figures: 'target' | 'current'): HpaMetricSpelling {
  const all: HpaMetricPaths = {
    target: [figures],
    targetType: [figures, 'type'],
    averageUtilization: [figures, 'averageUtilization'],
    averageValue: [figures, 'averageValue'],
    value: [figures, 'value'],
  };
  const custom: HpaMetricPaths = { ...all, name: ['metric', 'name'], selector: ['metric', 'selector'] };
  return belowSourceFields({
    Resource: { ...all, name: ['name'] },
    ContainerResource: { ...all, name: ['name'], container: ['container'] },
    Pods: custom,
    Object: { ...custom, describedObject: ['describedObject'] },
    External: custom,
  });
}

function flatSpelling(figures: 'target' | 'current'): HpaMetricSpelling {
  const averageValue = [`${figures}AverageValue`];
  const resource: HpaMetricPaths = {
    name: ['name'],
    averageUtilization: [`${figures}AverageUtilization`],
    averageValue,
  };
  const value = [`${figures}Value`];
  return belowSourceFields({
    Resource: resource,
    ContainerResource: { ...resource, container: ['container'] },
    Pods: { name: ['metricName'], selector: ['selector'], averageValue },
    Object: {
      name: ['metricName'],
      selector: ['selector'],
      describedObject: ['target'],
      averageValue: ['averageValue'],
      value,
    },
    External: { name: ['metricName'], selector: ['metricSelector'], averageValue, value },
  });
}

function belowSourceFields(spelling: HpaMetricSpelling): HpaMetricSpelling {
  const below = (type: HpaMetricType): HpaMetricPaths =>
    Object.fromEntries(
      Object.entries(spelling[type]).map(([field, path]) => [field, [sourceFields[type], ...path]]),
    );
  return {
    Resource: below('Resource'),
    ContainerResource: below('ContainerResource'),
    Pods: below('Pods'),
    Object: below('Object'),
    External: below('External'),
  };
}
