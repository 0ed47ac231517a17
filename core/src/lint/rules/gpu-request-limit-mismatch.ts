import { workloadKinds } from '../../apis/workload.ts';
import { compareQuantities } from '../../units/quantity.ts';
import { asWritten, replaceValue } from '../fix.ts';
import { isGpuResource } from '../gpu-pools.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const gpuRequestLimitMismatch = defineRule({
  id: 'gpu-request-limit-mismatch',
  meta: {
    summary: 'A container requests GPUs without a limit, or with another limit.',
    why: 'The API server rejects the object: GPUs cannot be overcommitted, so request and limit must be equal.',
    remediation: 'Write the number of GPUs under limits; the request follows.',
    severity: 'error',
    category: 'gpu',
    preset: 'recommended',
    appliesTo: workloadKinds,
    fix: 'safe',
    rejectedBy: 'kube-apiserver',
    messages: {
      differs: '{resource} request {request} must equal the limit {limit}',
      alone: '{resource} is requested without a limit',
    },
    references: [kubernetesDocs('tasks/manage-gpus/scheduling-gpus/', 'schedule GPUs')],
  },
  check({ workload, root, report }) {
    const { containers = [], initContainers = [] } = workload?.template ?? {};
    for (const { requests, limits, path } of [...containers, ...initContainers]) {
      for (const [resource, request] of Object.entries(requests)) {
        if (!isGpuResource(resource)) continue;
        const at = root.get(...path, 'resources', 'requests', resource);
        const limit = limits[resource];
        const limitField = root.get(...path, 'resources', 'limits', resource);
        if (!limit) {
          if (!limitField.exists) {
            const fixes = replaceValue('safe', `Limit it to ${at.text} too`, limitField, asWritten(at));
            report({ messageId: 'alone', data: { resource }, at, part: 'entry', fixes });
          }
        } else if (compareQuantities(request, limit) !== 0) {
          report({
            messageId: 'differs',
            data: { resource, request: at.text, limit: limitField.text },
            at,
            related: [{ at: limitField, message: 'the limit is here' }],
            fixes: replaceValue(
              'safe',
              `Request ${limitField.text}, as the limit`,
              at,
              asWritten(limitField),
            ),
          });
        }
      }
    }
  },
});
