import { hpaAnnotations } from '../apis/hpa-annotations.ts';
import { type HpaMetricType, isHpaMetricType, sourceFieldOf } from '../apis/hpa-metric-spelling.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { TextEdit } from '../manifest/text-edit.ts';
import { type Field, rootOf } from './field.ts';
import { scalarEdit } from './fix.ts';
import { type NestedEntry, nestEntries, renameKey } from './nest-entries.ts';

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

/** Fields that the edits of {@link convertToV2} write to: an alias among them forbids the conversion. */
export function convertedFields(hpa: Resource): readonly Field[] {
  const root = rootOf(hpa);
  return [root.get('apiVersion'), ...root.get('spec', 'metrics').items];
}

/**
 * Whether the manifest alone says what the v2 object is. It does not where a v2beta1 object keeps its behavior in an annotation, which
 * autoscaling/v2 does not read.
 */
export function isConvertible(hpa: Resource): boolean {
  const annotations = rootOf(hpa).get('metadata', 'annotations');
  return hpa.version === 'v2beta2' || !annotations.get(hpaAnnotations.behavior).exists;
}

/** Edits that turn an HPA of autoscaling/v2beta1 or v2beta2 into the same of autoscaling/v2. v2beta2 differs in name only. */
export function convertToV2(hpa: Resource): readonly TextEdit[] {
  const root = rootOf(hpa);
  const apiVersion = scalarEdit(root.get('apiVersion'), 'autoscaling/v2');
  if (hpa.version !== 'v2beta1') return [apiVersion];
  return [apiVersion, ...root.get('spec', 'metrics').items.flatMap(convertMetric)];
}

function convertMetric(metric: Field): readonly TextEdit[] {
  const type = metric.get('type').string;
  if (!isHpaMetricType(type)) return [];
  const source = metric.get(sourceFieldOf(type));
  const described = source.get('target');
  return [
    ...(type === 'Object' && described.exists ? [renameKey(described, 'describedObject')] : []),
    ...nestEntries(
      'metric',
      [],
      [
        ...entryOf(source, 'metricName', 'name'),
        ...entryOf(source, type === 'External' ? 'metricSelector' : 'selector', 'selector'),
      ],
    ),
    ...convertTarget(source, targetFields[type]),
  ];
}

function convertTarget(source: Field, fields: readonly TargetField[]): readonly TextEdit[] {
  const written = fields.filter(({ old }) => source.get(old).exists);
  const [first] = written;
  if (!first) return [];
  const entries = written.flatMap(({ old, field }) => entryOf(source, old, field));
  return nestEntries('target', [`type: ${first.type}`], entries);
}

function entryOf(source: Field, oldKey: string, newKey: string): readonly NestedEntry[] {
  const field = source.get(oldKey);
  return field.exists ? [{ field, newKey }] : [];
}
