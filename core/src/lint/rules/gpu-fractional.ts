import { workloadKinds } from '../../apis/workload.ts';
import { replaceValue } from '../fix.ts';
import { isGpuResource } from '../gpu-pools.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';
import { usageOf } from '../usage.ts';

const nanosPerUnit = 1_000_000_000n;

export const gpuFractional = defineRule({
  id: 'gpu-fractional',
  meta: {
    summary: 'A container asks for a fraction of a GPU.',
    why: 'The API server rejects the object: GPUs are counted in whole numbers.',
    remediation:
      'Ask for a whole GPU, for a MIG slice (nvidia.com/mig-…), or share GPUs by time slicing in the device plugin.',
    severity: 'error',
    category: 'gpu',
    preset: 'recommended',
    appliesTo: workloadKinds,
    needs: ['workspace'],
    checksPatches: true,
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages: { fraction: '{resource} is counted in whole numbers, not {value}' },
    references: [
      kubernetesDocs('tasks/manage-gpus/scheduling-gpus/', 'schedule GPUs'),
      {
        title: 'NVIDIA: time-slicing GPUs',
        url: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html',
      },
    ],
  },
  check({ resource: owner, workload, root, usage, report }) {
    const measured = usageOf(usage, owner)?.gpu;
    const use = measured
      ? ` (p95 use of a device ${Math.round(measured.p95 * 100)} %, ${measured.basis})`
      : '';
    const { containers = [], initContainers = [] } = workload?.template ?? {};
    for (const { path } of [...containers, ...initContainers]) {
      for (const list of ['requests', 'limits']) {
        for (const [resource, at] of root.get(...path, 'resources', list).entries) {
          const nanos = isGpuResource(resource) ? at.quantity?.nanos : undefined;
          if (nanos === undefined || nanos % nanosPerUnit === 0n) continue;
          const whole = Number((nanos + nanosPerUnit - 1n) / nanosPerUnit);
          report({
            messageId: 'fraction',
            data: { resource, value: at.text },
            at,
            fixes: replaceValue('suggestion', `Ask for ${whole}, a whole device${use}`, at, whole),
          });
        }
      }
    }
  },
});
