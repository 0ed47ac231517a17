import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { otherMetricsOf, resourceMetricsOf } from '../hpa-metrics.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';

export const hpaMemoryUtilizationSticky = defineRule({
  id: 'hpa-memory-utilization-sticky',
  meta: {
    summary: 'An HPA scales on memory utilization alone, with a high target and few replicas.',
    why: 'Replicas are rounded up, so with few of them the last one is hardly ever removed; many runtimes also keep memory they once took.',
    remediation: 'Scale on CPU or on a metric of the load, or use a lower target.',
    severity: 'info',
    category: 'hpa',
    preset: 'strict',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'none',
    messages: {
      sticky: 'from {from} replicas to {to} only below {share} % of the memory request',
    },
    options: {
      minimumTarget: { description: 'Targets from this per cent on are looked at.', default: 70, minimum: 1 },
      mostReplicas: {
        description: 'HPAs whose maxReplicas is above this are left alone.',
        default: 10,
        minimum: 2,
      },
    },
    references: [
      thread('kubernetes/kubernetes', 78761, 'HPA does not scale down on memory'),
      thread('kubernetes/autoscaler', 1741, 'memory based HPA does not scale down'),
    ],
  },
  check({ resource, root, option, report }) {
    const [metric, ...others] = resourceMetricsOf(resource);
    if (!metric || others.length > 0 || otherMetricsOf(resource).length > 0) return;
    const target = metric.averageUtilization;
    if (metric.resource !== 'memory' || target === undefined || target < option('minimumTarget')) return;
    const most = root.get('spec', 'maxReplicas').integer;
    const least = root.get('spec', 'minReplicas').integer ?? 1;
    if (most === undefined || most > option('mostReplicas') || most <= least) return;
    const from = least + 1;
    // ceil(from × utilization / target) ≤ least exactly while utilization ≤ target × least / from.
    const share = Math.floor((target * least) / from);
    report({ messageId: 'sticky', data: { from, to: least, share }, at: metric.nameField });
  },
});
