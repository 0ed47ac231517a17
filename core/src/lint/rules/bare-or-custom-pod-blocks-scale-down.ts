import { isKind, pod } from '../../apis/kinds.ts';
import type { PodTemplateView } from '../../apis/pod-template.ts';
import type { Field } from '../field.ts';
import { type FixOffer, replaceValue } from '../fix.ts';
import { clusterAutoscalerFaq, clusterAutoscalerSource } from '../links.ts';
import { hasDisruptionBudget } from '../pdb-coverage.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';

const safeToEvict = 'cluster-autoscaler.kubernetes.io/safe-to-evict';

export const bareOrCustomPodBlocksScaleDown = defineRule({
  id: 'bare-or-custom-pod-blocks-scale-down',
  meta: {
    summary: 'A pod without a controller, or one of kube-system without a disruption budget, keeps its node.',
    why: 'Cluster Autoscaler does not remove a node with a pod that nothing would start again, nor with a pod of kube-system without a budget (from 1.33 only for its first hour).',
    remediation:
      'Let a Deployment or a Job make the pod, give kube-system workloads a PodDisruptionBudget, or annotate the pod with safe-to-evict.',
    severity: 'warning',
    category: 'disruption',
    preset: 'strict',
    appliesTo: [pod, ...replicatedWorkloads],
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      bare: 'no controller makes this pod: Cluster Autoscaler will not remove its node',
      system:
        'no PodDisruptionBudget of {searched} covers these pods of kube-system: Cluster Autoscaler will not remove their nodes',
    },
    references: [
      clusterAutoscalerFaq(
        'what-types-of-pods-can-prevent-ca-from-removing-a-node',
        'pods that prevent the removal of a node',
      ),
      clusterAutoscalerSource(
        'simulator/drainability/rules/replicated/rule.go',
        'Cluster Autoscaler: NotReplicated (1.36.1)',
      ),
      clusterAutoscalerSource(
        'simulator/drainability/rules/system/rule.go',
        'Cluster Autoscaler: UnmovableKubeSystemPod (1.36.1)',
      ),
    ],
  },
  check({ resource, workload, root, workspace, report }) {
    if (!workload || workload.template.annotations[safeToEvict] === 'true') return;
    const { template } = workload;
    if (isKind(resource, pod)) {
      if (root.get('metadata', 'ownerReferences').items.length > 0) return;
      // A pod that ends lets its node go.
      if (template.restartPolicy !== 'Always') return;
      report({ messageId: 'bare', at: root.get('kind'), fixes: letBeEvicted(root, template) });
      return;
    }
    if (resource.namespace !== 'kube-system' || !workspace.isComplete) return;
    if (hasDisruptionBudget(resource, template, workspace)) return;
    report({
      messageId: 'system',
      data: { searched: workspace.describe('kube-system') },
      at: root.get('metadata', 'name'),
      fixes: letBeEvicted(root, template),
    });
  },
});

function letBeEvicted(root: Field, { path }: PodTemplateView): readonly FixOffer[] {
  const field = root.get(...path, 'metadata', 'annotations', safeToEvict);
  return replaceValue('suggestion', 'Let the pod be evicted: it may be lost', field, 'true');
}
