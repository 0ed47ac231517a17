import { hpaPaths, hpaView } from '../../apis/hpa.ts';
import { intOrPercentAt } from '../../apis/int-or-percent.ts';
import { deployment, horizontalPodAutoscaler, isKind } from '../../apis/kinds.ts';
import { compareQuantities, formatQuantity } from '../../units/quantity.ts';
import { rootOf } from '../field.ts';
import { replaceValue } from '../fix.ts';
import { kubernetesSource, thread } from '../links.ts';
import { quotaBoundsOf, takenBy } from '../quota-room.ts';
import { defineRule } from '../rule.ts';

const rollingUpdate = ['spec', 'strategy', 'rollingUpdate'] as const;

export const hpaRollingUpdateStall = defineRule({
  id: 'hpa-rolling-update-stall',
  meta: {
    summary:
      'At maxReplicas the quota has room for no pod more, and a rolling update may not start without one.',
    why: 'While the HPA holds the workload at its maximum a rollout waits for a pod that the quota refuses ("exceeded quota"), and the old pods stay.',
    remediation: 'Let maxUnavailable be 1 or more, or leave room in the quota for one pod above maxReplicas.',
    severity: 'info',
    category: 'workload',
    preset: 'strict',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      stalls:
        'a rollout at {max} replicas needs {more} of {resource}, ResourceQuota {quota} allows {hard}, and no pod may be unavailable',
    },
    references: [
      thread('kubernetes/kubernetes', 89209, 'rolling update fails when the resource quota is full'),
      kubernetesSource(
        'pkg/controller/deployment/util/deployment_util.go',
        'Deployment controller: ResolveFenceposts rounds maxSurge up and maxUnavailable down (v1.37.2)',
      ),
    ],
  },
  check({ resource: hpa, root, workspace, report }) {
    const max = hpa.derive(hpaView)?.maxReplicas;
    const target = workspace.targetOf(hpa);
    const workload = target && workspace.workloadOf(target);
    if (max === undefined || max < 1 || !workload || !isKind(target, deployment)) return;
    const strategy = rootOf(target).get(...rollingUpdate);
    if (target.object.spec && rootOf(target).get('spec', 'strategy', 'type').string === 'Recreate') return;
    if (unavailablePods(target.object, max) > 0) return;
    for (const bound of quotaBoundsOf(target, workload, workspace)) {
      const { quota, key, resource, hard } = bound;
      const more = takenBy(max + 1, bound);
      // More than the quota even without a rollout: hpa-max-exceeds-quota says so.
      if (compareQuantities(takenBy(max, bound), hard) > 0 || compareQuantities(more, hard) <= 0) continue;
      report({
        messageId: 'stalls',
        data: { max, more: formatQuantity(more), resource, quota: quota.name, hard: formatQuantity(hard) },
        at: root.get(...hpaPaths.maxReplicas),
        related: [
          { at: rootOf(quota).get('spec', 'hard', key), part: 'entry', message: 'the quota is here' },
        ],
        fixes: replaceValue(
          'suggestion',
          'Let one pod be unavailable during a rollout (maxUnavailable: 1)',
          strategy.get('maxUnavailable'),
          1,
        ),
      });
    }
  },
});

/** How many of `replicas` pods a rolling update may take away before it has added one; a quarter by default, rounded down. */
function unavailablePods(object: unknown, replicas: number): number {
  const written = intOrPercentAt(object, ...rollingUpdate, 'maxUnavailable') ?? {
    type: 'percent',
    value: 25,
  };
  return written.type === 'int' ? written.value : Math.floor((written.value * replicas) / 100);
}
