import { labelSelectorAt, matchesLabels } from '../../apis/label-selector.ts';
import { workloadKinds } from '../../apis/workload.ts';
import type { Field } from '../field.ts';
import { type FixOffer, replaceValue } from '../fix.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const topologySpreadBlocksScaling = defineRule({
  id: 'topology-spread-blocks-scaling',
  meta: {
    summary: "A topology spread constraint does not select the workload's own pods.",
    why: 'The scheduler counts other pods or none, so these are not spread; with DoNotSchedule they may stay Pending beside free nodes.',
    remediation: 'Use the labels of the pod template in the labelSelector of the constraint.',
    severity: 'warning',
    category: 'disruption',
    preset: 'recommended',
    appliesTo: workloadKinds,
    fix: 'suggestion',
    messages: { foreign: 'the constraint does not select the pods of {workload}' },
    references: [
      kubernetesDocs(
        'concepts/scheduling-eviction/topology-spread-constraints/',
        'pod topology spread constraints',
      ),
    ],
  },
  check({ resource, workload, root, report }) {
    if (!workload) return;
    const { path, labels } = workload.template;
    // Labels that kustomize or Helm adds at apply time are not here yet.
    if (Object.keys(labels).length === 0) return;
    for (const constraint of root.get(...path, 'spec', 'topologySpreadConstraints').items) {
      const selector = labelSelectorAt(constraint.value, 'labelSelector');
      if (!selector || matchesLabels(selector, labels)) continue;
      report({
        messageId: 'foreign',
        data: { workload: `${resource.kind} ${resource.name}` },
        at: constraint.get('labelSelector'),
        severity: constraint.get('whenUnsatisfiable').string === 'ScheduleAnyway' ? 'info' : 'warning',
        fixes: selectOwnPods(root, constraint),
        related: [{ at: root.get(...path, 'metadata', 'labels'), message: 'the labels of its pods' }],
      });
    }
  },
});

/** Selects what the workload itself selects. */
function selectOwnPods(root: Field, constraint: Field): readonly FixOffer[] {
  const own = root
    .get('spec', 'selector', 'matchLabels')
    .entries.map(([key, { text }]) => [key, text] as const);
  if (own.length === 0) return [];
  const selector = { matchLabels: Object.fromEntries(own) };
  return replaceValue(
    'suggestion',
    "Select the workload's own pods",
    constraint.get('labelSelector'),
    selector,
  );
}
