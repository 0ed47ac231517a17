import { hpaAnnotations } from '../apis/hpa-annotations.ts';
import { type HpaMetricType, isHpaMetricType, sourceFieldOf } from '../apis/hpa-metric-spelling.ts';
import type { Nesting } from '../manifest/editing/reshape-mapping.ts';
import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';
import { type FixStep, reshapeField, writeValue } from './fix.ts';

/** A target field of autoscaling/v2beta1 and what it is in v2. */
interface TargetField {
  readonly old: string;
  readonly type: 'Utilization' | 'Value' | 'AverageValue';
  readonly field: 'averageUtilization' | 'averageValue' | 'value';
}

const averageValue = (old: string): TargetField => ({ old, type: 'AverageValue', field: 'averageValue' });
const value: TargetField = { old: 'targetValue', type: 'Value', field: 'value' };
const resourceTargets: readonly TargetField[] = [
  { old: 'targetAverageUtilization', type: 'Utilization', field: 'averageUtilization' },
  averageValue('targetAverageValue'),
];

/** By metric type, the one that decides the target's type first. Mirrors pkg/apis/autoscaling/v1/conversion.go of v1.37.2. */
const targetFields: Readonly<Record<HpaMetricType, readonly TargetField[]>> = {
  Resource: resourceTargets,
  ContainerResource: resourceTargets,
  Pods: [averageValue('targetAverageValue')],
  Object: [averageValue('averageValue'), value],
  External: [value, averageValue('targetAverageValue')],
};

/**
 * Whether the manifest alone says what the v2 object is. It does not where a v2beta1 object keeps its behavior in an annotation, which
 * autoscaling/v2 does not read.
 */
export function isConvertible(hpa: Resource): boolean {
  const annotations = rootOf(hpa).get('metadata', 'annotations');
  return hpa.version === 'v2beta2' || !annotations.get(hpaAnnotations.behavior).exists;
}

/** Turns an HPA of autoscaling/v2beta1 or v2beta2 into the same of autoscaling/v2. v2beta2 differs in name only. */
export function convertToV2(hpa: Resource): readonly FixStep[] {
  const root = rootOf(hpa);
  const apiVersion = writeValue(root.get('apiVersion'), 'autoscaling/v2');
  if (hpa.version !== 'v2beta1') return [apiVersion];
  return [apiVersion, ...root.get('spec', 'metrics').items.flatMap(convertMetric)];
}

function convertMetric(metric: Field): readonly FixStep[] {
  const type = metric.get('type').string;
  if (!isHpaMetricType(type)) return [];
  const source = metric.get(sourceFieldOf(type));
  const named = [
    ...entryOf(source, 'metricName', 'name'),
    ...entryOf(source, type === 'External' ? 'metricSelector' : 'selector', 'selector'),
  ];
  const targets = targetFields[type].filter(({ old }) => source.get(old).exists);
  const [first] = targets;
  return [
    reshapeField(source, {
      renames: type === 'Object' ? entryOf(source, 'target', 'describedObject') : [],
      nestings: [
        ...(named.length > 0 ? [{ key: 'metric', entries: named }] : []),
        ...(first ? [targetOf(source, first, targets)] : []),
      ],
    }),
  ];
}

function targetOf(source: Field, first: TargetField, targets: readonly TargetField[]): Nesting {
  const entries = targets.flatMap(({ old, field }) => entryOf(source, old, field));
  return { key: 'target', extra: { type: first.type }, entries };
}

function entryOf(source: Field, from: string, to: string): readonly { from: string; to: string }[] {
  return source.get(from).exists ? [{ from, to }] : [];
}
