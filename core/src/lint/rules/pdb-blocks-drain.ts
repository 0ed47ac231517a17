import { podDisruptionBudget } from '../../apis/kinds.ts';
import { pdbPaths, pdbView } from '../../apis/pdb.ts';
import { allowOne } from '../allow-one-eviction.ts';
import { replaceValue } from '../fix.ts';
import { clusterAutoscalerSource, kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const pdbBlocksDrain = defineRule({
  id: 'pdb-blocks-drain',
  meta: {
    summary: 'A PodDisruptionBudget allows no disruption at all.',
    why: 'No pod may be evicted: kubectl drain hangs, and Cluster Autoscaler and Karpenter never remove the node.',
    remediation: 'Allow at least one pod to be unavailable.',
    severity: 'error',
    category: 'disruption',
    preset: 'recommended',
    appliesTo: [podDisruptionBudget],
    checksPatches: true,
    fix: 'suggestion',
    messages: { blocks: '{field} {value} allows no eviction' },
    references: [
      kubernetesDocs('tasks/run-application/configure-pdb/', 'disruption budgets'),
      clusterAutoscalerSource(
        'simulator/drainability/rules/pdb/rule.go',
        'Cluster Autoscaler: NotEnoughPdb (1.36.1)',
      ),
    ],
  },
  check({ resource, root, report }) {
    const view = pdbView(resource.object);
    const { maxUnavailable, minAvailable } = view ?? {};
    if (maxUnavailable?.value === 0) {
      const at = root.get(...pdbPaths.maxUnavailable);
      report({
        messageId: 'blocks',
        data: { field: 'maxUnavailable', value: at.text },
        at,
        fixes: replaceValue('suggestion', 'Allow one pod to be unavailable', at, 1),
      });
    } else if (minAvailable?.type === 'percent' && minAvailable.value >= 100) {
      const at = root.get(...pdbPaths.minAvailable);
      report({
        messageId: 'blocks',
        data: { field: 'minAvailable', value: at.text },
        at,
        fixes: allowOne(at),
      });
    }
  },
});
