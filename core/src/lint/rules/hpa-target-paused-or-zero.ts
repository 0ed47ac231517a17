import { hpaGuide, kubernetesSource } from '../links.ts';
import { replicaRangeOf } from '../replica-range.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';

export const hpaTargetPausedOrZero = defineRule({
  id: 'hpa-target-paused-or-zero',
  meta: {
    summary: 'A workload with an HPA sets replicas to 0, which turns the HPA off.',
    why: 'The HPA reports ScalingDisabled and does nothing until somebody sets replicas above 0.',
    remediation: 'Leave replicas out of the manifest, or remove the HPA while the workload rests.',
    severity: 'warning',
    category: 'workload',
    preset: 'recommended',
    appliesTo: replicatedWorkloads,
    needs: ['workspace'],
    fix: 'none',
    messages: { zero: 'replicas 0 turns {autoscaler} off: it will not scale up from here' },
    references: [
      hpaGuide,
      kubernetesSource(
        'pkg/controller/podautoscaler/horizontal.go',
        'HPA controller: ScalingDisabled (v1.37.2)',
      ),
    ],
  },
  check({ resource, root, workload, workspace, report }) {
    const range = workload?.replicas === 0 ? replicaRangeOf(resource, workspace) : undefined;
    // A ScaledObject, and an HPA with minimum 0, scale up from zero.
    if (!range || range.min < 1 || !range.autoscaler.startsWith('HPA ')) return;
    report({
      messageId: 'zero',
      data: { autoscaler: range.autoscaler },
      at: root.get('spec', 'replicas'),
      part: 'entry',
      related: [{ at: range.field, message: `${range.autoscaler} scales it` }],
    });
  },
});
