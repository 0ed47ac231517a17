import { workloadKinds } from '../../apis/workload.ts';
import { replaceValue } from '../fix.ts';
import { gpuModelsOf, gpuRequestsOf } from '../gpu-pools.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const gpuNoAcceleratorSelector = defineRule({
  id: 'gpu-no-accelerator-selector',
  meta: {
    summary: 'A pod asks for a GPU, there are several models, and it does not say which.',
    why: 'The scheduler and the node autoscaler take whichever fits: a model too small for the work, or one that costs several times as much.',
    remediation: 'Select the model by the label of the nodes (nodeSelector or node affinity).',
    severity: 'info',
    category: 'gpu',
    preset: 'strict',
    appliesTo: workloadKinds,
    needs: ['workspace'],
    fix: 'suggestion',
    messages: { any: 'the pod takes any GPU: there are nodes with {models}' },
    references: [
      kubernetesDocs(
        'tasks/manage-gpus/scheduling-gpus/#manage-clusters-with-different-types-of-gpus',
        'clusters with different types of GPUs',
      ),
    ],
  },
  check({ workload, root, workspace, report }) {
    const [request] = workload ? gpuRequestsOf(workload.template) : [];
    if (!workload || !request) return;
    const { nodeSelector, affinity, path } = workload.template;
    // A pod that says where it runs has chosen, by whatever label.
    if (Object.keys(nodeSelector).length > 0 || affinity !== undefined) return;
    const models = gpuModelsOf(workspace, request.resource);
    if (models.length < 2) return;
    const { resource, container } = request;
    const limits = root.get(...container.path, 'resources', 'limits', resource);
    report({
      messageId: 'any',
      data: { models: models.map(({ value }) => value).join(', ') },
      at: limits.exists ? limits : root.get(...container.path, 'resources', 'requests', resource),
      part: 'entry',
      fixes: models.flatMap(({ label, value }) =>
        replaceValue(
          'suggestion',
          `Run on ${value} only`,
          root.get(...path, 'spec', 'nodeSelector', label),
          value,
        ),
      ),
    });
  },
});
