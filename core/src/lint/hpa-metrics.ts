import { hpaView, pathOfHpaMetric } from '../apis/hpa.ts';
import type { HpaMetric } from '../apis/hpa-metric.ts';
import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';

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
  /** The field that names the resource. */
  readonly nameField: Field;
  readonly containerField: Field;
}

/**
 * The resource metrics of an HPA. Without any metric the API server adds 80 % of CPU
 * (`SetDefaults_HorizontalPodAutoscaler`), which points at `spec.metrics`.
 */
export function resourceMetricsOf(hpa: Resource): readonly ResourceMetric[] {
  const view = hpa.derive(hpaView);
  if (!view) return [];
  const root = rootOf(hpa);
  if (view.metrics.length === 0) return [defaultMetric(root.get('spec', 'metrics'))];
  return view.metrics.flatMap((metric, index) => {
    if (metric.type !== 'Resource' && metric.type !== 'ContainerResource') return [];
    if (metric.name === undefined) return [];
    const { averageUtilization } = metric.target;
    return [
      {
        type: metric.type,
        resource: metric.name,
        container: metric.type === 'ContainerResource' ? metric.container : undefined,
        target: averageUtilization === undefined ? 'AverageValue' : 'Utilization',
        averageUtilization,
        nameField: root.get(...pathOfHpaMetric(view, index, 'name')),
        containerField: root.get(...pathOfHpaMetric(view, index, 'container')),
      },
    ];
  });
}

/** Metrics of an HPA that are not its pods' cpu or memory. */
export function otherMetricsOf(hpa: Resource): readonly HpaMetric[] {
  const metrics = hpa.derive(hpaView)?.metrics ?? [];
  return metrics.filter(({ type }) => type !== 'Resource' && type !== 'ContainerResource');
}

function defaultMetric(field: Field): ResourceMetric {
  return {
    type: 'Resource',
    resource: 'cpu',
    container: undefined,
    target: 'Utilization',
    averageUtilization: 80,
    nameField: field,
    containerField: field,
  };
}
