import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type Condition, conditionsAt } from './condition.ts';
import { dropUndefined } from './drop-undefined.ts';
import { hasMappingAt, integerAt, itemsAt, timeMsAt } from './field-values.ts';
import { annotationJson, hpaAnnotations } from './hpa-annotations.ts';
import type { HpaMetricStatus } from './hpa-metric.ts';
import { readFlatStatus, readNestedStatus } from './hpa-metric-reader.ts';

/** `status` of an HPA. */
export interface HpaStatus {
  readonly observedGeneration?: number;
  readonly currentReplicas?: number;
  readonly desiredReplicas?: number;
  /** Epoch milliseconds. */
  readonly lastScaleMs?: number;
  readonly currentMetrics: readonly HpaMetricStatus[];
  readonly conditions: readonly Condition[];
}

/** `undefined` where the object has none, as in a manifest. */
export function readHpaStatus(object: KubernetesObject, version: string): HpaStatus | undefined {
  if (!hasMappingAt(object, 'status')) return undefined;
  return dropUndefined({
    observedGeneration: integerAt(object, 'status', 'observedGeneration'),
    currentReplicas: integerAt(object, 'status', 'currentReplicas'),
    desiredReplicas: integerAt(object, 'status', 'desiredReplicas'),
    lastScaleMs: timeMsAt(object, 'status', 'lastScaleTime'),
    currentMetrics: readCurrentMetrics(object, version),
    conditions:
      version === 'v1'
        ? conditionsAt(annotationJson(object, hpaAnnotations.conditions))
        : conditionsAt(object, 'status', 'conditions'),
  });
}

function readCurrentMetrics(object: KubernetesObject, version: string): readonly HpaMetricStatus[] {
  if (version === 'v1') return readCurrentMetricsOfV1(object);
  const entries = itemsAt(object, 'status', 'currentMetrics');
  return entries.map(version === 'v2beta1' ? readFlatStatus : readNestedStatus);
}

/** The annotation knows more than the one field, so it replaces it. */
function readCurrentMetricsOfV1(object: KubernetesObject): readonly HpaMetricStatus[] {
  const annotated = annotationJson(object, hpaAnnotations.currentMetrics);
  if (Array.isArray(annotated)) return annotated.map(readFlatStatus);
  const averageUtilization = integerAt(object, 'status', 'currentCPUUtilizationPercentage');
  if (averageUtilization === undefined) return [];
  return [{ type: 'Resource', name: 'cpu', current: { averageUtilization } }];
}
