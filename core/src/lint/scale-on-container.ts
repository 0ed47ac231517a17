import type { ContainerView } from '../apis/container.ts';
import { runningContainers } from '../apis/pod-template.ts';
import type { WorkloadView } from '../apis/workload.ts';
import type { Fix } from './finding.ts';
import { editable, scalarEdit } from './fix.ts';
import type { ResourceMetric } from './hpa-metrics.ts';
import { insertAfter } from './insert-entry.ts';
import { renameKey } from './nest-entries.ts';

/**
 * Offers to measure one container in place of the whole pod: for each that has a request while others have none. Only where the metric
 * is written out in autoscaling/v2.
 */
export function scaleOnContainer(
  metric: ResourceMetric,
  workload: WorkloadView,
  missing: readonly ContainerView[],
): readonly Fix[] {
  const source = metric.nameField.parent;
  const entry = source.parent;
  const type = entry.get('type');
  if (metric.type !== 'Resource' || type.string !== 'Resource' || !source.get('target').exists) return [];
  return runningContainers(workload.template)
    .filter((container) => !missing.includes(container))
    .flatMap(({ name }) =>
      editable([entry], {
        kind: 'suggestion',
        title: `Scale on container ${name} only (ContainerResource)`,
        edits: () => [
          scalarEdit(type, 'ContainerResource'),
          renameKey(source, 'containerResource'),
          insertAfter(metric.nameField, 'container', name),
        ],
      }),
    );
}
