import { podRequest } from '../../apis/effective-requests.ts';
import { hpaPaths, hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler, resourceQuota } from '../../apis/kinds.ts';
import { resourceQuotaView } from '../../apis/namespace-limits.ts';
import { compareQuantities, formatQuantity, type Quantity } from '../../units/quantity.ts';
import { rootOf } from '../field.ts';
import { kubernetesDocs } from '../links.ts';
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
    const max = hpaView(hpa.object)?.maxReplicas;
    const target = workspace.targetOf(hpa);
    const workload = target && workspace.workloadOf(target);
    if (max === undefined || !workload) return;
    const limitRanges = workspace.limitRangesFor(target);
    for (const quota of workspace.appliedWith(hpa, resourceQuota)) {
      const view = resourceQuotaView(quota.object);
      // A scoped quota counts some pods only.
      if (!view || view.scopes.length > 0) continue;
      for (const [name, hard] of Object.entries(view.hard)) {
        const resource = name.replace(/^requests\./, '');
        if (/^(limits\.|count\/)/.test(name)) continue;
        const each =
          resource === 'pods' ? onePod : podRequest(workload.template, resource, limitRanges).quantity;
        const total = each && { ...each, nanos: each.nanos * BigInt(Math.max(0, max)) };
        if (!total || compareQuantities(total, hard) <= 0) continue;
        report({
          messageId: 'exceeds',
          data: {
            max,
            total: formatQuantity(total),
            resource,
            quota: quota.name,
            hard: formatQuantity(hard),
          },
          at: root.get(...hpaPaths.maxReplicas),
          related: [
            { at: rootOf(quota).get('spec', 'hard', name), part: 'entry', message: 'the quota is here' },
          ],
        });
      }
    }
  },
});

const onePod: Quantity = { nanos: 1_000_000_000n, format: 'DecimalSI' };
