import { podDisruptionBudget } from '../../apis/kinds.ts';
import { pdbPaths, pdbSelects, pdbView } from '../../apis/pdb.ts';
import { rootOf } from '../field.ts';
import { kubernetesSource } from '../links.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';

export const pdbMultipleMatch = defineRule({
  id: 'pdb-multiple-match',
  meta: {
    summary: 'Two PodDisruptionBudgets select the same pods.',
    why: 'Each eviction fails with "This pod has more than one PodDisruptionBudget", so the node cannot be drained.',
    remediation: 'Keep one budget for each set of pods.',
    severity: 'error',
    category: 'disruption',
    preset: 'recommended',
    appliesTo: [podDisruptionBudget],
    needs: ['workspace'],
    fix: 'none',
    messages: {
      several: 'the pods of {workload} are also under PodDisruptionBudget {other}: none can be evicted',
    },
    references: [
      kubernetesSource(
        'pkg/registry/core/pod/storage/eviction.go',
        'kube-apiserver: eviction of a pod with several budgets (v1.37.2)',
      ),
    ],
  },
  check({ resource: pdb, root, workspace, report }) {
    const view = pdbView(pdb.object);
    if (!view) return;
    const others = workspace
      .appliedWith(pdb, podDisruptionBudget)
      .filter((other) => other.name !== pdb.name)
      .map((other) => ({ resource: other, view: pdbView(other.object) }));
    if (others.length === 0) return;
    for (const workload of workspace.workloadsWith(pdb, replicatedWorkloads)) {
      const { labels } = workload.view.template;
      if (!pdbSelects(view, labels)) continue;
      const other = others.find(
        (candidate) =>
          candidate.view &&
          pdbSelects(candidate.view, labels) &&
          workspace.areAppliedTogether(candidate.resource, workload.resource),
      )?.resource;
      if (!other) continue;
      report({
        messageId: 'several',
        data: { workload: `${workload.resource.kind} ${workload.resource.name}`, other: other.name },
        at: root.get(...pdbPaths.selector),
        severity: workspace.areSurelyTogether(pdb, other) ? 'error' : 'warning',
        related: [
          {
            at: rootOf(other).get(...pdbPaths.selector),
            message: `PodDisruptionBudget ${other.name} selects them too`,
          },
        ],
      });
      return;
    }
  },
});
