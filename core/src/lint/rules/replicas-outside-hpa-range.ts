import { replaceValue } from '../fix.ts';
import { thread } from '../links.ts';
import { replicaRangeOf } from '../replica-range.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';

export const replicasOutsideHpaRange = defineRule({
  id: 'replicas-outside-hpa-range',
  meta: {
    summary: 'A workload sets spec.replicas outside the range of its autoscaler.',
    why: 'Every kubectl apply makes the workload jump out of the range, and the autoscaler jump back, whatever the load.',
    remediation: 'Leave replicas out of the manifest, or keep it between the minimum and the maximum.',
    severity: 'warning',
    category: 'workload',
    preset: 'recommended',
    appliesTo: replicatedWorkloads,
    needs: ['workspace'],
    fix: 'suggestion',
    messages: { outside: 'replicas {replicas} is outside {min} to {max} of {autoscaler}' },
    references: [
      thread('kubernetes/kubernetes', 66385, 'apply resets the replicas of an autoscaled deployment'),
    ],
  },
  check({ resource, root, workload, workspace, report }) {
    const replicas = workload?.replicas;
    const range = replicaRangeOf(resource, workspace);
    if (!replicas || !range || range.min > range.max) return;
    if (replicas >= range.min && replicas <= range.max) return;
    const nearest = replicas < range.min ? range.min : range.max;
    const at = root.get('spec', 'replicas');
    report({
      messageId: 'outside',
      data: { replicas, min: range.min, max: range.max, autoscaler: range.autoscaler },
      at,
      related: [{ at: range.field, message: `${range.autoscaler} scales it` }],
      fixes: replaceValue('suggestion', `Set replicas to ${nearest}`, at, nearest),
    });
  },
});
