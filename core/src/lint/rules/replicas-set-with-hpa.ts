import { removal } from '../fix.ts';
import { kubernetesDocs, thread } from '../links.ts';
import { replicaRangeOf } from '../replica-range.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';

export const replicasSetWithHpa = defineRule({
  id: 'replicas-set-with-hpa',
  meta: {
    summary: 'A workload that an autoscaler scales also sets spec.replicas.',
    why: 'Every kubectl apply resets the workload to that number, and the autoscaler has to scale it back.',
    remediation:
      'Leave replicas out of the manifest; on a live object first take it out of the last applied configuration (kubectl apply edit-last-applied), or the workload drops to one replica.',
    severity: 'warning',
    category: 'workload',
    preset: 'recommended',
    appliesTo: replicatedWorkloads,
    needs: ['workspace'],
    fix: 'suggestion',
    messages: { set: 'replicas {replicas} is reset by every apply, and {autoscaler} scales {min} to {max}' },
    references: [
      kubernetesDocs(
        'tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
        'migrating Deployments and StatefulSets to horizontal autoscaling',
      ),
      thread('kubernetes/kubernetes', 25238, 'HPA and replicas in the manifest'),
      thread('kubernetes/kubernetes', 66385, 'apply resets the replicas of an autoscaled deployment'),
    ],
  },
  check({ resource, root, workload, workspace, report }) {
    const replicas = workload?.replicas;
    const range = replicaRangeOf(resource, workspace);
    if (replicas === undefined || !range) return;
    // Zero pauses the autoscaler, and a number outside its range is worse: other rules report those.
    if (replicas === 0 || replicas < range.min || replicas > range.max) return;
    report({
      messageId: 'set',
      data: { replicas, autoscaler: range.autoscaler, min: range.min, max: range.max },
      at: root.get('spec', 'replicas'),
      part: 'entry',
      fixes: removal(
        'suggestion',
        'Remove replicas (first drop it from last-applied with kubectl apply edit-last-applied, or the apply scales to 1)',
        root.get('spec', 'replicas'),
      ),
      related: [{ at: range.field, message: `${range.autoscaler} scales it` }],
    });
  },
});
