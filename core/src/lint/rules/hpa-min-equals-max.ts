import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { hpaGuide } from '../links.ts';
import { defineRule } from '../rule.ts';

export const hpaMinEqualsMax = defineRule({
  id: 'hpa-min-equals-max',
  meta: {
    summary: 'An HPA has minReplicas equal to maxReplicas.',
    why: 'The HPA pins the workload at one size and can never scale it.',
    remediation: 'Leave room between the two, or remove the HPA and set replicas.',
    severity: 'warning',
    category: 'hpa',
    preset: 'strict',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'none',
    messages: { equal: 'minReplicas and maxReplicas are both {replicas}: the HPA can never scale' },
    references: [
      hpaGuide,
      {
        title: 'Polaris: hpaMaxAvailability treats equality as a failure',
        url: 'https://polaris.docs.fairwinds.com/checks/reliability/',
      },
    ],
  },
  check({ root, report }) {
    const min = root.get('spec', 'minReplicas');
    const max = root.get('spec', 'maxReplicas');
    if (max.integer === undefined || max.integer < 1 || (min.integer ?? 1) !== max.integer) return;
    report({
      messageId: 'equal',
      data: { replicas: max.integer },
      at: max,
      related: min.exists ? [{ at: min, message: 'minReplicas is set here' }] : [],
    });
  },
});
