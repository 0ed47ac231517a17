import { horizontalPodAutoscaler, verticalPodAutoscaler } from '../../apis/kinds.ts';
import { runningContainers } from '../../apis/pod-template.ts';
import type { WorkloadView } from '../../apis/workload.ts';
import type { Resource } from '../../manifest/source-file.ts';
import { type Field, rootOf } from '../field.ts';
import { appendTo, type FixOffer, offerFix, replaceValue } from '../fix.ts';
import { type ResourceMetric, resourceMetricsOf } from '../hpa-metrics.ts';
import { thread, vpaSource } from '../links.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField } from '../scale-target.ts';
import { containerPolicyOf, controlledResourcesOf, updateModeOf } from '../vpa-policy.ts';

export const vpaHpaSameMetric = defineRule({
  id: 'vpa-hpa-same-metric',
  meta: {
    summary: 'A VPA sets the requests of a resource on which an HPA scales the same workload.',
    why: 'Each change of the request changes the utilization that the HPA sees, so the two chase each other.',
    remediation:
      'Let the VPA control the other resource only (controlledResources), or scale the HPA on another metric.',
    severity: 'error',
    category: 'vpa',
    preset: 'recommended',
    appliesTo: [verticalPodAutoscaler],
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      utilization: 'the VPA sets the {resource} request and HPA {hpa} scales on {resource} utilization',
      average: 'the VPA sets the {resource} request and HPA {hpa} scales on average {resource}',
    },
    references: [
      vpaSource('docs/known-limitations.md', 'VPA: known limitations (1.7.1)'),
      thread('kubernetes/autoscaler', 6060, 'HPA and VPA together'),
      thread('kubernetes/autoscaler', 6247, 'VPA with HPA on average value'),
    ],
  },
  check({ resource: vpa, workspace, report }) {
    const mode = updateModeOf(vpa);
    if (mode === 'Off') return;
    const target = workspace.targetOf(vpa);
    const workload = target && workspace.workloadOf(target);
    for (const hpa of workspace.sharingTarget(vpa, horizontalPodAutoscaler)) {
      for (const metric of resourceMetricsOf(hpa)) {
        if (!controls(vpa, metric, workload)) continue;
        report({
          messageId: metric.target === 'Utilization' ? 'utilization' : 'average',
          data: { resource: metric.resource, hpa: hpa.name },
          at: placeOf(vpa, metric),
          // With Initial the request changes only when a pod is made anyway.
          severity: metric.target === 'Utilization' && mode !== 'Initial' ? 'error' : 'warning',
          related: [{ at: metric.nameField, message: `HPA ${hpa.name} scales on ${metric.resource} here` }],
          fixes: leaveTo(vpa, metric, resourceMetricsOf(hpa)),
        });
      }
    }
  },
});

/** Whether the VPA sets the metric's resource on one of the containers that the HPA measures. */
function controls(vpa: Resource, metric: ResourceMetric, workload: WorkloadView | undefined): boolean {
  const measured =
    metric.type === 'ContainerResource'
      ? [metric.container]
      : workload
        ? runningContainers(workload.template).map((container) => container.name)
        : [undefined];
  return measured.some((container) => controlledResourcesOf(vpa, container).includes(metric.resource));
}

function placeOf(vpa: Resource, metric: ResourceMetric): Field {
  const listed = containerPolicyOf(vpa, metric.container)?.get('controlledResources');
  return listed?.exists ? listed : scaleTargetField(vpa).get('name');
}

/** Leaves the metric's resource to the HPA, where the VPA then still has the other one to set. */
function leaveTo(
  vpa: Resource,
  { resource, container }: ResourceMetric,
  metrics: readonly ResourceMetric[],
): readonly FixOffer[] {
  const other = resource === 'cpu' ? 'memory' : 'cpu';
  if (metrics.some((metric) => metric.resource === other)) return [];
  const title = `Let the VPA set ${other} only`;
  const policy = containerPolicyOf(vpa, container);
  if (policy) return replaceValue('suggestion', title, policy.get('controlledResources'), [other]);
  const policies = rootOf(vpa).get('spec', 'resourcePolicy', 'containerPolicies');
  return offerFix(
    'suggestion',
    title,
    appendTo(policies, { containerName: container ?? '*', controlledResources: [other] }),
  );
}
