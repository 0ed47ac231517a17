import { compareQuantities, quantityOf } from '../units/quantity.ts';
import { dropUndefined } from './drop-undefined.ts';
import { integerAt, quantityAt, stringAt, valueAt } from './field-values.ts';
import type {
  HpaMetric,
  HpaMetricFigures,
  HpaMetricSource,
  HpaMetricStatus,
  HpaMetricTarget,
  HpaTargetType,
} from './hpa-metric.ts';
import {
  flatStatuses,
  flatTargets,
  type HpaMetricField,
  type HpaMetricSpelling,
  type HpaMetricType,
  isHpaMetricType,
  nestedStatuses,
  nestedTargets,
} from './hpa-metric-spelling.ts';
import { labelSelectorAt } from './label-selector.ts';
import { objectReferenceAt } from './object-reference.ts';

/** One entry of `spec.metrics` in v2beta2 and v2. */
export function readNestedMetric(entry: unknown): HpaMetric {
  const source = readSource(entry, nestedTargets);
  if (source.type === 'Unknown') return { ...source, target: {} };
  const figures = readFigures(entry, source.type, nestedTargets);
  const written = fieldAt(entry, source.type, nestedTargets, 'targetType');
  return { ...source, target: dropUndefined({ type: asTargetType(written) ?? typeOf(figures), ...figures }) };
}

/**
 * One entry of `spec.metrics` in v2beta1, or of v1's annotation. An Object metric there cannot leave out
 * `targetValue`, so that a zero beside an average means that there is none
 * (pkg/apis/autoscaling/v1/conversion.go, Kubernetes 1.37).
 */
export function readFlatMetric(entry: unknown): HpaMetric {
  const source = readSource(entry, flatTargets);
  if (source.type === 'Unknown') return { ...source, target: {} };
  const figures = readFigures(entry, source.type, flatTargets);
  const { value, ...average } = figures;
  const placeholder =
    source.type === 'Object' &&
    figures.averageValue !== undefined &&
    value !== undefined &&
    compareQuantities(value, quantityOf(0)) === 0;
  const type = source.type === 'Object' && figures.averageValue ? 'AverageValue' : typeOf(figures);
  return { ...source, target: dropUndefined({ type, ...(placeholder ? average : figures) }) };
}

/** One entry of `status.currentMetrics` in v2beta2 and v2. */
export function readNestedStatus(entry: unknown): HpaMetricStatus {
  return readStatus(entry, nestedStatuses);
}

/** One entry of `status.currentMetrics` in v2beta1, or of v1's annotation. */
export function readFlatStatus(entry: unknown): HpaMetricStatus {
  return readStatus(entry, flatStatuses);
}

function readStatus(entry: unknown, spelling: HpaMetricSpelling): HpaMetricStatus {
  const source = readSource(entry, spelling);
  return { ...source, current: source.type === 'Unknown' ? {} : readFigures(entry, source.type, spelling) };
}

function readSource(entry: unknown, spelling: HpaMetricSpelling): HpaMetricSource {
  const writtenType = stringAt(entry, 'type');
  if (!isHpaMetricType(writtenType)) return dropUndefined({ type: 'Unknown' as const, writtenType });
  const type = writtenType;
  const at = (field: HpaMetricField): unknown => fieldAt(entry, type, spelling, field);
  const name = stringAt(at('name'));
  switch (type) {
    case 'Resource':
      return dropUndefined({ type, name });
    case 'ContainerResource':
      return dropUndefined({ type, name, container: stringAt(at('container')) });
    case 'Object':
      return dropUndefined({
        type,
        name,
        selector: labelSelectorAt(at('selector')),
        describedObject: objectReferenceAt(at('describedObject')),
      });
    case 'Pods':
    case 'External':
      return dropUndefined({ type, name, selector: labelSelectorAt(at('selector')) });
  }
}

function readFigures(entry: unknown, type: HpaMetricType, spelling: HpaMetricSpelling): HpaMetricFigures {
  return dropUndefined({
    averageUtilization: integerAt(fieldAt(entry, type, spelling, 'averageUtilization')),
    averageValue: quantityAt(fieldAt(entry, type, spelling, 'averageValue')),
    value: quantityAt(fieldAt(entry, type, spelling, 'value')),
  });
}

function fieldAt(
  entry: unknown,
  type: HpaMetricType,
  spelling: HpaMetricSpelling,
  field: HpaMetricField,
): unknown {
  const path = spelling[type][field];
  return path && valueAt(entry, ...path);
}

/**
 * Utilization before all else, as for Resource metrics; the total before the average, as for External ones.
 */
function typeOf({ averageUtilization, value, averageValue }: HpaMetricFigures): HpaTargetType | undefined {
  if (averageUtilization !== undefined) return 'Utilization';
  if (value !== undefined) return 'Value';
  return averageValue === undefined ? undefined : 'AverageValue';
}

function asTargetType(value: unknown): HpaMetricTarget['type'] {
  return value === 'Utilization' || value === 'Value' || value === 'AverageValue' ? value : undefined;
}
