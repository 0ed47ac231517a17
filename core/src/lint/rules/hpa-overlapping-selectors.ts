import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { matchesLabels } from '../../apis/label-selector.ts';
import { rootOf } from '../field.ts';
import { kubernetesSource, thread } from '../links.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';

export const hpaOverlappingSelectors = defineRule({
  id: 'hpa-overlapping-selectors',
  meta: {
    summary: 'The selector of a workload with an HPA also matches the pods of another workload.',
    why: "The HPA averages over the other workload's pods too, so it scales on load that is not its own.",
    remediation:
      'Give the two workloads a label that tells them apart, in the selector and in the pod template.',
    severity: 'warning',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'none',
    messages: { overlap: 'the HPA measures the pods of {other} too: the selector of {target} matches both' },
    references: [
      kubernetesSource(
        'pkg/controller/podautoscaler/horizontal.go',
        'HPA controller: pods are listed by the selector of the scale subresource (v1.37.2)',
      ),
      thread('kubernetes/kubernetes', 124307, 'HPA counts pods of another deployment'),
      thread('kubernetes/kubernetes', 91900, 'HPA with overlapping selectors'),
    ],
  },
  check({ resource: hpa, workspace, report }) {
    const target = workspace.targetOf(hpa);
    const selector = target && workspace.workloadOf(target)?.selector;
    if (!target || !selector || isEmpty(selector)) return;
    const others = workspace
      .workloadsWith(target, replicatedWorkloads)
      .filter(
        ({ resource, view }) =>
          resource.name !== target.name && matchesLabels(selector, view.template.labels),
      );
    const [other] = others;
    if (!other) return;
    report({
      messageId: 'overlap',
      data: {
        other: `${other.resource.kind} ${other.resource.name}`,
        target: `${target.kind} ${target.name}`,
      },
      at: rootOf(hpa).get('spec', 'scaleTargetRef', 'name'),
      related: [
        { at: rootOf(target).get('spec', 'selector'), message: 'the selector is here' },
        ...others.map(({ resource, view }) => ({
          at: rootOf(resource).get(...view.template.path, 'metadata', 'labels'),
          message: `it matches the pods of ${resource.kind} ${resource.name}`,
        })),
      ],
    });
  },
});

function isEmpty(selector: Parameters<typeof matchesLabels>[0]): boolean {
  return Object.keys(selector.matchLabels).length === 0 && selector.matchExpressions.length === 0;
}
