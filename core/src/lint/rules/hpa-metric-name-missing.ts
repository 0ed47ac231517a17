import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { hpaValidation } from '../links.ts';
import { defineRule } from '../rule.ts';

export const hpaMetricNameMissing = defineRule({
  id: 'hpa-metric-name-missing',
  meta: {
    summary: 'A custom or external metric of an HPA has no name, or one that cannot be part of a URL path.',
    why: 'The API server rejects the object, so the last applied HPA, or none, stays in force.',
    remediation: 'Name the metric as the metrics API lists it: without / and %, and neither "." nor "..".',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'none',
    rejectedBy: 'kube-apiserver',
    messages: {
      missing: 'the {source} metric has no name',
      path: 'the metric name {name} cannot be part of a URL path',
    },
    references: [hpaValidation],
  },
  check({ resource, root, report }) {
    if (resource.version !== 'v2' && resource.version !== 'v2beta2') return;
    for (const metric of root.get('spec', 'metrics').items) {
      for (const source of ['pods', 'object', 'external']) {
        if (!metric.get(source).exists) continue;
        const name = metric.get(source, 'metric', 'name');
        if (name.value === undefined || name.value === null || name.value === '') {
          report({ messageId: 'missing', data: { source }, at: name });
        } else if (name.string !== undefined && /^\.{1,2}$|[/%]/.test(name.string)) {
          report({ messageId: 'path', data: { name: name.string }, at: name });
        }
      }
    }
  },
});
