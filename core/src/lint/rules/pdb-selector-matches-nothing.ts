import { podDisruptionBudget } from '../../apis/kinds.ts';
import { pdbPaths, pdbSelects, pdbView } from '../../apis/pdb.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const pdbSelectorMatchesNothing = defineRule({
  id: 'pdb-selector-matches-nothing',
  meta: {
    summary: 'The selector of a PodDisruptionBudget matches no pod.',
    why: 'The budget protects nothing: a drain may evict all replicas at once.',
    remediation: 'Select by the labels of the pod template.',
    severity: 'warning',
    category: 'disruption',
    preset: 'strict',
    appliesTo: [podDisruptionBudget],
    needs: ['complete-workspace'],
    fix: 'none',
    messages: { none: 'the selector matches no pod template in {searched}' },
    references: [
      kubernetesDocs('tasks/run-application/configure-pdb/', 'disruption budgets'),
      { title: 'Popeye: no pods match the selector of a PDB', url: 'https://popeyecli.io' },
    ],
  },
  check({ resource: pdb, root, workspace, report }) {
    const view = pdbView(pdb.object);
    if (!view?.selector) return;
    const templates = workspace.workloadsWith(pdb, workloadKinds).map(({ view: { template } }) => template);
    const live = workspace.clusterPodLabels(pdb.namespace);
    if ([...templates.map(({ labels }) => labels), ...live].some((labels) => pdbSelects(view, labels))) {
      return;
    }
    report({
      messageId: 'none',
      data: { searched: workspace.describe(pdb.namespace) },
      at: root.get(...pdbPaths.selector),
    });
  },
});
