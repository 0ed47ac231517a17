import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { stringAt } from './field-values.ts';

/**
 * Annotations by which v1 and v2beta1 carry what their fields cannot (pkg/apis/autoscaling/annotations.go,
 * Kubernetes 1.37). Each holds JSON.
 */
export const hpaAnnotations = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
} as const;

/**
 * What an annotation holds; `undefined` where it is absent or no JSON, as the API server passes over it too.
 */
export function annotationJson(object: KubernetesObject, annotation: string): unknown {
  const text = stringAt(object, 'metadata', 'annotations', annotation);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
