import { priorityClass } from '../../apis/kinds.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { expendableCutoffOf } from '../cluster-autoscalers.ts';
import { rootOf } from '../field.ts';
import { replaceValue } from '../fix.ts';
import { clusterAutoscalerSource } from '../links.ts';
import { defineRule } from '../rule.ts';

export const priorityBelowCaCutoff = defineRule({
  id: 'priority-below-ca-cutoff',
  meta: {
    summary: 'A workload has a priority below the cutoff of Cluster Autoscaler.',
    why: 'Its pending pods do not make Cluster Autoscaler add a node, and its running pods are deleted with their node without a drain.',
    remediation: 'Use a priority of -10 or more, or lower --expendable-pods-priority-cutoff.',
    severity: 'warning',
    category: 'cluster-autoscaler',
    preset: 'recommended',
    appliesTo: workloadKinds,
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      below: 'priority {value} of {name} is below {cutoff}: Cluster Autoscaler ignores these pods',
    },
    references: [
      clusterAutoscalerSource('FAQ.md', 'Cluster Autoscaler FAQ: pod priority and preemption (1.36.1)'),
      clusterAutoscalerSource(
        'config/flags/flags.go',
        'Cluster Autoscaler: expendable-pods-priority-cutoff (1.36.1)',
      ),
    ],
  },
  check({ resource, workload, root, workspace, report }) {
    const name = workload?.template.priorityClassName;
    if (!workload || name === undefined) return;
    const found = workspace.index.find(priorityClass, undefined, name);
    const values = found.map((candidate) => rootOf(candidate).get('value').integer);
    const [value] = values;
    const cutoff = expendableCutoffOf(workspace);
    // Variants of the class in other folders must agree.
    if (value === undefined || values.some((other) => other === undefined || other >= cutoff)) return;
    const [first] = found;
    report({
      messageId: 'below',
      data: { value, name, cutoff },
      at: root.get(...workload.template.path, 'spec', 'priorityClassName'),
      fixes:
        first && found.length === 1
          ? replaceValue('suggestion', `Raise ${name} to ${cutoff}`, rootOf(first).get('value'), cutoff)
          : [],
      related:
        first && first !== resource
          ? [{ at: rootOf(first).get('value'), message: 'the priority is set here' }]
          : [],
    });
  },
});
