import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';

export type MetricSourceType = 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';

/** A cpu or memory metric of an HPA, in whichever version it is written. */
export interface ResourceMetric {
  readonly type: 'Resource' | 'ContainerResource';
  /** `cpu`, `memory`. */
  readonly resource: string;
  /** For `ContainerResource`. */
  readonly container: string | undefined;
  readonly target: 'Utilization' | 'AverageValue';
  /** The per cent of the request, for `Utilization`. */
  readonly averageUtilization: number | undefined;
  /** The source (`resource: …`), or `spec` where the metric is the default. */
  readonly field: Field;
  /** What to point at: the name of the resource. */
  readonly nameField: Field;
}

/** The field under which a metric source of each type is written. */
export const sourceKeys: Readonly<Record<MetricSourceType, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

/**
 * The resource metrics of an HPA. autoscaling/v1 has one in a field of its own; without any metric the API server adds
 * 80 % of CPU (`SetDefaults_HorizontalPodAutoscaler`), which points at `spec.metrics` or, if absent, at `spec`.
 */
export function resourceMetricsOf(hpa: Resource): readonly ResourceMetric[] {
  const spec = rootOf(hpa).get('spec');
  if (hpa.version === 'v1') return [cpuUtilization(spec, spec.get('targetCPUUtilizationPercentage'))];
  const metrics = spec.get('metrics').items;
  if (metrics.length === 0) return [cpuUtilization(spec, spec.get('metrics'))];
  return metrics.flatMap(readResourceMetric);
}

/** Metrics of an HPA that are not its pods' cpu or memory. */
export function hasOtherMetrics(hpa: Resource): boolean {
  const metrics = rootOf(hpa).get('spec', 'metrics').items;
  return metrics.some((metric) => !(metric.get('type').string ?? '').endsWith('Resource'));
}

function cpuUtilization(spec: Field, field: Field): ResourceMetric {
  return {
    type: 'Resource',
    resource: 'cpu',
    container: undefined,
    target: 'Utilization',
    averageUtilization: field.integer ?? 80,
    field: spec,
    nameField: field,
  };
}

function readResourceMetric(metric: Field): readonly ResourceMetric[] {
  const type = metric.get('type').string;
  if (type !== 'Resource' && type !== 'ContainerResource') return [];
  const field = metric.get(sourceKeys[type]);
  const resource = field.get('name').string;
  if (resource === undefined) return [];
  const utilization = utilizationField(field);
  return [
    {
      type,
      resource,
      container: field.get('container').string,
      target: utilization.exists ? 'Utilization' : 'AverageValue',
      averageUtilization: utilization.integer,
      field,
      nameField: field.get('name'),
    },
  ];
}

/** `targetAverageUtilization` is how autoscaling/v2beta1 writes it. */
function utilizationField(source: Field): Field {
  const old = source.get('targetAverageUtilization');
  return old.exists ? old : source.get('target', 'averageUtilization');
}
