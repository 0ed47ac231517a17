import type { ContainerView } from '../../apis/container.ts';
import { effectiveRequest } from '../../apis/effective-requests.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { runningContainers } from '../../apis/pod-template.ts';
import type { WorkloadView } from '../../apis/workload.ts';
import type { Resource } from '../../manifest/source-file.ts';
import { rootOf } from '../field.ts';
import type { ResourceMetric } from '../hpa-metrics.ts';
import { resourceMetricsOf } from '../hpa-metrics.ts';
import { kubernetesSource, thread } from '../links.ts';
import { measuredRequest, requestMeasured } from '../requests-from-usage.ts';
import { defineRule } from '../rule.ts';
import { scaleOnContainer } from '../scale-on-container.ts';
import type { Workspace } from '../workspace.ts';

export const hpaMissingRequest = defineRule({
  id: 'hpa-missing-request',
  meta: {
    summary: 'An HPA scales on utilization and a container of its target has no request for that resource.',
    why: 'The HPA reports FailedGetResourceMetric ("missing request for") and never scales on that metric.',
    remediation:
      'Give every container and sidecar of the target a request, or scale on one container with ContainerResource.',
    severity: 'error',
    category: 'workload',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      all: 'utilization needs a {resource} request on every container of {target}',
      one: 'utilization needs a {resource} request on container {container} of {target}',
    },
    references: [
      kubernetesSource(
        'pkg/controller/podautoscaler/replica_calculator.go',
        'HPA controller: calculatePodRequests (v1.37.2)',
      ),
      thread('kubernetes/kubernetes', 79365, 'missing request for cpu'),
      thread('kubernetes-sigs/metrics-server', 923, 'missing request for cpu in one of the containers'),
    ],
  },
  check({ resource: hpa, workspace, usage, report }) {
    const target = workspace.targetOf(hpa);
    const workload = target && workspace.workloadOf(target);
    if (!workload) return;
    for (const metric of resourceMetricsOf(hpa)) {
      if (metric.target !== 'Utilization') continue;
      const missing = containersWithout(metric, workload, target, workspace);
      if (missing.length === 0) continue;
      const data = { resource: metric.resource, target: `${target.kind} ${target.name}` };
      const place = {
        at: metric.nameField,
        related: missing.map(({ name, path }) => {
          const measured = measuredRequest(usage, target, name, metric.resource);
          const reason = 'missing' in measured ? `, and ${measured.missing}` : '';
          return {
            at: rootOf(target).get(...path),
            part: 'key' as const,
            message: `container "${name}" has none${reason}`,
          };
        }),
        fixes: [
          ...requestMeasured(usage, target, missing, metric.resource),
          ...scaleOnContainer(metric, workload, missing),
        ],
      };
      if (metric.container === undefined) report({ messageId: 'all', data, ...place });
      else report({ messageId: 'one', data: { ...data, container: metric.container }, ...place });
    }
  },
});

/** The measured containers for which no request can be found, not even in a LimitRange of the namespace. */
function containersWithout(
  metric: ResourceMetric,
  { template }: WorkloadView,
  target: Resource,
  workspace: Workspace,
): readonly ContainerView[] {
  const limitRanges = workspace.limitRangesFor(target);
  return runningContainers(template)
    .filter(({ name }) => metric.type === 'Resource' || name === metric.container)
    .filter((container) => !effectiveRequest(template, container, metric.resource, limitRanges));
}
