import { type KubernetesObject, versionOf } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { dropUndefined } from './drop-undefined.ts';
import { integerAt, itemsAt, valueAt } from './field-values.ts';
import { annotationJson, hpaAnnotations } from './hpa-annotations.ts';
import { type HpaBehavior, readHpaBehavior, readHpaBehaviorAnnotation } from './hpa-behavior.ts';
import type { HpaMetric } from './hpa-metric.ts';
import { readFlatMetric, readNestedMetric } from './hpa-metric-reader.ts';
import { flatTargets, type HpaMetricField, nestedTargets, sourceFieldOf } from './hpa-metric-spelling.ts';
import { type HpaStatus, readHpaStatus } from './hpa-status.ts';
import { horizontalPodAutoscaler, isOfKind } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { type ObjectReference, objectReferenceAt } from './object-reference.ts';

/** A HorizontalPodAutoscaler of any version, in the words of autoscaling/v2. */
export interface HpaView {
  readonly metadata: ObjectMetadata;
  /** As written: `v1`, `v2beta1`, `v2beta2`, `v2`. Anything else is read as v2. */
  readonly version: string;
  readonly scaleTargetRef?: ObjectReference;
  /** 1 where none is written, as the API server fills in. */
  readonly minReplicas: number;
  readonly maxReplicas?: number;
  /** As written. Without any, the API server fills in CPU at 80 % of the request. */
  readonly metrics: readonly HpaMetric[];
  readonly behavior?: HpaBehavior;
  readonly status?: HpaStatus;
}

/** Paths that are the same in every version. */
export const hpaPaths = {
  scaleTargetRef: ['spec', 'scaleTargetRef'],
  minReplicas: ['spec', 'minReplicas'],
  maxReplicas: ['spec', 'maxReplicas'],
} as const satisfies Record<string, Path>;

/** `undefined` for an object of another kind. */
export function hpaView(object: KubernetesObject): HpaView | undefined {
  if (!isOfKind(object, horizontalPodAutoscaler)) return undefined;
  const version = versionOf(object.apiVersion);
  return dropUndefined({
    metadata: metadataOf(object),
    version,
    scaleTargetRef: objectReferenceAt(object, ...hpaPaths.scaleTargetRef),
    minReplicas: integerAt(object, ...hpaPaths.minReplicas) ?? 1,
    maxReplicas: integerAt(object, ...hpaPaths.maxReplicas),
    metrics: readMetrics(object, version),
    behavior: hasBehaviorField(version)
      ? readHpaBehavior(valueAt(object, 'spec', 'behavior'))
      : readHpaBehaviorAnnotation(annotationJson(object, hpaAnnotations.behavior)),
    status: readHpaStatus(object, version),
  });
}

function hasBehaviorField(version: string): boolean {
  return version !== 'v1' && version !== 'v2beta1';
}

function readMetrics(object: KubernetesObject, version: string): readonly HpaMetric[] {
  if (version !== 'v1') {
    return itemsAt(object, 'spec', 'metrics').map(version === 'v2beta1' ? readFlatMetric : readNestedMetric);
  }
  const annotated = itemsAt(annotationJson(object, hpaAnnotations.metrics)).map(readFlatMetric);
  const averageUtilization = integerAt(object, 'spec', 'targetCPUUtilizationPercentage');
  if (averageUtilization === undefined) return annotated;
  // The API server puts the field's metric behind those of the annotation.
  return [
    ...annotated,
    { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization } },
  ];
}

/** Where an HPA's behavior stands in the object's own version. */
export function pathOfHpaBehavior(view: HpaView): Path {
  return hasBehaviorField(view.version) ? ['spec', 'behavior'] : annotationPath(hpaAnnotations.behavior);
}

/**
 * Where a part of `view.metrics[index]` stands in the object's own version; without `field`, the whole entry.
 * A part that the version has no field for answers the nearest field around it. Whatever v1 keeps in its
 * annotation stands at the annotation.
 */
export function pathOfHpaMetric(view: HpaView, index: number, field?: HpaMetricField): Path {
  const metric = view.metrics[index];
  if (view.version === 'v1') return pathOfV1Metric(view, index, metric);
  const entry = ['spec', 'metrics', index];
  if (field === undefined || metric === undefined || metric.type === 'Unknown') return entry;
  const spelling = view.version === 'v2beta1' ? flatTargets : nestedTargets;
  return [...entry, ...(spelling[metric.type][field] ?? [sourceFieldOf(metric.type)])];
}

/** Whether the last metric is the field's: a utilization of CPU never goes into the annotation. */
function pathOfV1Metric(view: HpaView, index: number, metric: HpaMetric | undefined): Path {
  const isField =
    index === view.metrics.length - 1 &&
    metric?.type === 'Resource' &&
    metric.name === 'cpu' &&
    metric.target.averageUtilization !== undefined;
  return isField ? ['spec', 'targetCPUUtilizationPercentage'] : annotationPath(hpaAnnotations.metrics);
}

function annotationPath(annotation: string): Path {
  return ['metadata', 'annotations', annotation];
}
