import type { HpaView } from '../apis/hpa.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';

/** A metric's new `averageUtilization`, by its index in `spec.metrics`. */
export interface UtilizationChange {
  readonly metricIndex: number;
  readonly averageUtilization: number;
}

/**
 * The object that sets these targets by server-side apply. `spec.metrics` is one value to the API server, so it is repeated whole.
 * `undefined` for an HPA that was not read as autoscaling/v2, or has no such metric.
 */
export function hpaMetricsPatch(
  object: KubernetesObject,
  { version, metadata }: HpaView,
  changes: readonly UtilizationChange[],
): KubernetesObject | undefined {
  const metrics = (object.spec as { readonly metrics?: unknown } | undefined)?.metrics;
  if (version !== 'v2' || !Array.isArray(metrics)) return undefined;
  const changed = metrics.map((metric: Readonly<Record<string, unknown>>, index) => {
    const change = changes.find(({ metricIndex }) => metricIndex === index);
    return change === undefined ? metric : withUtilization(metric, change.averageUtilization);
  });
  const { namespace, name = '' } = metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { metrics: changed },
  };
}

function withUtilization(
  metric: Readonly<Record<string, unknown>>,
  averageUtilization: number,
): Readonly<Record<string, unknown>> {
  const field = metric.type === 'ContainerResource' ? 'containerResource' : 'resource';
  const source = metric[field] as { readonly target?: object } | undefined;
  return { ...metric, [field]: { ...source, target: { ...source?.target, averageUtilization } } };
}
