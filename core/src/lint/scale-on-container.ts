import type { ContainerView } from '../apis/container.ts';
import { runningContainers } from '../apis/pod-template.ts';
import type { WorkloadView } from '../apis/workload.ts';
import { type FixOffer, offerFix, renameField, writeValue } from './fix.ts';
import type { ResourceMetric } from './hpa-metrics.ts';

/**
 * Offers to measure one container in place of the whole pod: for each that has a request while others have none. Only where the metric
 * is written out in autoscaling/v2.
 */
export function scaleOnContainer(
  metric: ResourceMetric,
  workload: WorkloadView,
  missing: readonly ContainerView[],
): readonly FixOffer[] {
  const source = metric.nameField.parent;
  const entry = source.parent;
  const type = entry.get('type');
  if (metric.type !== 'Resource' || type.string !== 'Resource' || !source.get('target').exists) return [];
  return runningContainers(workload.template)
    .filter((container) => !missing.includes(container))
    .flatMap(({ name }) =>
      offerFix(
        'suggestion',
        `Scale on container ${name} only (ContainerResource)`,
        writeValue(type, 'ContainerResource'),
        renameField(source, 'containerResource'),
        writeValue(source.get('container'), name, { after: 'name' }),
      ),
    );
}
