import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { appendTo, offerFix } from '../fix.ts';
import { kubernetesSource } from '../links.ts';
import { defineRule } from '../rule.ts';

/** What the API server sets: `SetDefaults_HorizontalPodAutoscaler`. */
const cpu80 = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

export const hpaNoMetrics = defineRule({
  id: 'hpa-no-metrics',
  meta: {
    summary: 'An HPA of autoscaling/v2 names no metric.',
    why: 'The API server silently adds 80 % CPU utilization, which is seldom what was meant.',
    remediation: 'List the metric, also where it is 80 % of CPU.',
    severity: 'warning',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'suggestion',
    messages: { none: 'no metric is listed: the HPA will scale on 80 % CPU utilization' },
    references: [
      kubernetesSource(
        'pkg/apis/autoscaling/v2/defaults.go',
        'kube-apiserver: the metric of an HPA without metrics (v1.37.2)',
      ),
    ],
  },
  check({ resource, root, report }) {
    const metrics = root.get('spec', 'metrics');
    if (resource.version === 'v1' || metrics.items.length > 0) return;
    const fixes = offerFix(
      'suggestion',
      'Write the default out: 80 % CPU utilization',
      appendTo(metrics, cpu80),
    );
    report(
      metrics.exists
        ? { messageId: 'none', at: metrics, part: 'entry', fixes }
        : { messageId: 'none', at: root.get('spec'), part: 'key', fixes },
    );
  },
});
