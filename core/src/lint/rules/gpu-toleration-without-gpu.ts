import { daemonSet, isKind } from '../../apis/kinds.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { removal } from '../fix.ts';
import { gpuRequestsOf, isGpuResource } from '../gpu-pools.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';

export const gpuTolerationWithoutGpu = defineRule({
  id: 'gpu-toleration-without-gpu',
  meta: {
    summary: 'A pod without GPUs tolerates the taint of GPU nodes.',
    why: 'The scheduler may put it on a GPU node, where it takes CPU and memory from those who pay for the GPU and keeps the node alive.',
    remediation: 'Remove the toleration, or narrow it to the taint that is meant.',
    severity: 'warning',
    category: 'gpu',
    preset: 'recommended',
    // Agents on every node are what tolerations of everything are for.
    appliesTo: workloadKinds.filter((kind) => !isKind(kind, daemonSet)),
    fix: 'suggestion',
    messages: {
      gpu: 'the pod asks for no GPU and tolerates the taint {key}',
    },
    references: [
      thread(
        'GoogleCloudPlatform/k8s-stackdriver',
        1081,
        'GKE Autopilot rejects GPU tolerations of pods without GPUs',
      ),
    ],
  },
  check({ workload, root, report }) {
    if (!workload || gpuRequestsOf(workload.template).length > 0) return;
    const { template } = workload;
    // Placed there on purpose, by a label or by hand.
    if (Object.keys(template.nodeSelector).length > 0 || template.affinity !== undefined) return;
    // Device plugins and drivers run on GPU nodes without asking for a GPU.
    if (template.volumes.some(({ source }) => source === 'hostPath')) return;
    template.tolerations.forEach(({ key }, index) => {
      if (key === undefined || !isGpuResource(key)) return;
      const toleration = root.get(...template.path, 'spec', 'tolerations', index);
      report({
        messageId: 'gpu',
        data: { key },
        at: toleration,
        part: 'entry',
        fixes: removal('suggestion', 'Remove the toleration', toleration),
      });
    });
  },
});
