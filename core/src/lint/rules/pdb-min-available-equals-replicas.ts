import { podsOf } from '../../apis/int-or-percent.ts';
import { podDisruptionBudget } from '../../apis/kinds.ts';
import { pdbPaths, pdbSelects, pdbView } from '../../apis/pdb.ts';
import { allowOne } from '../allow-one-eviction.ts';
import { kubernetesDocs, thread } from '../links.ts';
import { replicaFloorOf } from '../replica-floor.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';

export const pdbMinAvailableEqualsReplicas = defineRule({
  id: 'pdb-min-available-equals-replicas',
  meta: {
    summary: 'A PodDisruptionBudget wants as many pods available as the workload has at its smallest.',
    why: 'No pod may be evicted: kubectl drain hangs, and Cluster Autoscaler and Karpenter never remove the node.',
    remediation: 'Use maxUnavailable: 1, or run at least one replica more than minAvailable.',
    severity: 'error',
    category: 'disruption',
    preset: 'recommended',
    appliesTo: [podDisruptionBudget],
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      equals:
        'minAvailable {budget} is {needed} of the {replicas} replicas of {workload}: no pod may be evicted',
    },
    references: [
      kubernetesDocs('tasks/run-application/configure-pdb/', 'disruption budgets'),
      thread('kubernetes/ingress-nginx', 7034, 'default PDB blocks node drain'),
      thread('helm/charts', 7098, 'PDB of a single replica blocks node drain'),
    ],
  },
  check({ resource: pdb, root, workspace, report }) {
    const view = pdbView(pdb.object);
    if (!view?.minAvailable) return;
    const field = root.get(...pdbPaths.minAvailable);
    // 100 % and more blocks whatever the replicas: pdb-blocks-drain says so.
    if (view.minAvailable.type === 'percent' && view.minAvailable.value >= 100) return;
    const workloads = workspace
      .workloadsWith(pdb, replicatedWorkloads)
      .filter(({ view: { template } }) => pdbSelects(view, template.labels));
    const [only, ...others] = workloads;
    if (!only || others.length > 0) return;
    const floor = replicaFloorOf(only.resource, only.view, workspace);
    if (!floor || floor.replicas === 0) return;
    const needed = podsOf(view.minAvailable, floor.replicas);
    if (needed < floor.replicas) return;
    report({
      messageId: 'equals',
      data: {
        budget: field.text,
        needed,
        replicas: floor.replicas,
        workload: `${only.resource.kind} ${only.resource.name}`,
      },
      at: field,
      related: [{ at: floor.field, message: floor.describe }],
      fixes: allowOne(field),
    });
  },
});
