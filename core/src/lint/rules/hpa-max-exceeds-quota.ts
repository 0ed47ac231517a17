import { hpaPaths, hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { compareQuantities, formatQuantity } from '../../units/quantity.ts';
import { rootOf } from '../field.ts';
import { kubernetesDocs } from '../links.ts';
import { quotaBoundsOf, takenBy } from '../quota-room.ts';
import { defineRule } from '../rule.ts';

export const hpaMaxExceedsQuota = defineRule({
  id: 'hpa-max-exceeds-quota',
  meta: {
    summary: 'At maxReplicas the pods would request more than the ResourceQuota of the namespace allows.',
    why: 'The ReplicaSet reports FailedCreate ("exceeded quota") and the HPA waits for replicas that never come.',
    remediation: 'Raise the quota, or lower maxReplicas or the requests.',
    severity: 'warning',
    category: 'workload',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'none',
    messages: {
      exceeds: '{max} replicas request {total} of {resource}; ResourceQuota {quota} allows {hard}',
    },
    references: [
      kubernetesDocs('concepts/policy/resource-quotas/', 'resource quotas'),
      { title: 'Popeye: codes 601 to 604 find the same on a live cluster', url: 'https://popeyecli.io' },
    ],
  },
  check({ resource: hpa, root, workspace, report }) {
    const max = hpa.derive(hpaView)?.maxReplicas;
    const target = workspace.targetOf(hpa);
    const workload = target && workspace.workloadOf(target);
    if (max === undefined || !workload) return;
    for (const bound of quotaBoundsOf(target, workload, workspace)) {
      const { quota, key, resource, hard } = bound;
      const total = takenBy(max, bound);
      if (compareQuantities(total, hard) <= 0) continue;
      report({
        messageId: 'exceeds',
        data: { max, total: formatQuantity(total), resource, quota: quota.name, hard: formatQuantity(hard) },
        at: root.get(...hpaPaths.maxReplicas),
        related: [
          { at: rootOf(quota).get('spec', 'hard', key), part: 'entry', message: 'the quota is here' },
        ],
      });
    }
  },
});
