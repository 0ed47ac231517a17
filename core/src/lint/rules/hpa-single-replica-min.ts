import { hpaPaths, hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { replaceValue } from '../fix.ts';
import { defineRule } from '../rule.ts';

export const hpaSingleReplicaMin = defineRule({
  id: 'hpa-single-replica-min',
  meta: {
    summary: 'An HPA may scale down to fewer replicas than are kept for availability.',
    why: 'With one replica, a node that is drained or fails takes the workload down until the pod runs elsewhere.',
    remediation: 'Raise minReplicas, or accept the short outage and say so in a suppression.',
    severity: 'info',
    category: 'workload',
    preset: 'strict',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'suggestion',
    messages: { single: 'minReplicas is {min}: fewer than {wanted} do not survive the loss of a node' },
    options: {
      minimum: { description: 'The least minReplicas that is not reported.', default: 2, minimum: 1 },
    },
    references: [
      {
        title: 'kube-linter: hpa-minimum-three-replicas',
        url: 'https://docs.kubelinter.io/#/generated/checks?id=hpa-minimum-three-replicas',
      },
      {
        title: 'kube-score: HPA replicas',
        url: 'https://github.com/zegl/kube-score/blob/master/README_CHECKS.md',
      },
    ],
  },
  check({ resource, root, option, report }) {
    const min = resource.derive(hpaView)?.minReplicas ?? 1;
    const wanted = option('minimum');
    // Scale to zero is a choice of its own.
    if (min >= wanted || min === 0) return;
    const at = root.get(...hpaPaths.minReplicas);
    report({
      messageId: 'single',
      data: { min, wanted },
      ...(at.exists ? { at } : { at: root.get('spec'), part: 'key' as const }),
      fixes: replaceValue('suggestion', `Set minReplicas to ${wanted}`, at, wanted),
    });
  },
});
