import { horizontalPodAutoscaler, isKind } from '../../apis/kinds.ts';
import { nearest } from '../../units/nearest.ts';
import { replaceValue } from '../fix.ts';
import { kubernetesSource } from '../links.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField, scaleTargetOf } from '../scale-target.ts';

export const hpaTargetMissing = defineRule({
  id: 'hpa-target-missing',
  meta: {
    summary: 'An HPA scales a workload that does not exist.',
    why: 'The HPA reports FailedGetScale (AbleToScale is False) and never scales anything.',
    remediation: 'Correct the name, the kind or the namespace, or remove the HPA.',
    severity: 'warning',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['complete-workspace'],
    fix: 'suggestion',
    messages: { missing: 'there is no {kind} {name} in {searched}{suggestion}' },
    references: [
      kubernetesSource(
        'pkg/controller/podautoscaler/horizontal.go',
        'HPA controller: FailedGetScale (v1.37.2)',
      ),
    ],
  },
  check({ resource, workspace, report }) {
    const target = scaleTargetOf(resource);
    // Objects of other kinds may be made by a controller.
    if (!target || !replicatedWorkloads.some((kind) => isKind(kind, target))) return;
    const exists =
      workspace.index.find(target, resource.namespace, target.name).length > 0 ||
      workspace.findInCluster(target, resource.namespace) !== undefined;
    if (exists) return;
    const names = workspace.index.ofKind(target).map((candidate) => candidate.name);
    const meant = nearest(target.name, names);
    const at = scaleTargetField(resource).get('name');
    report({
      messageId: 'missing',
      data: {
        kind: target.kind,
        name: target.name,
        searched: workspace.describe(resource.namespace),
        suggestion: meant === undefined ? '' : `; did you mean ${meant}?`,
      },
      at,
      fixes: meant === undefined ? [] : replaceValue('suggestion', `Write ${meant}`, at, meant),
    });
  },
});
