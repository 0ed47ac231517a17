import { workloadKinds } from '../../apis/workload.ts';
import { compareQuantities } from '../../units/quantity.ts';
import { asWritten, replaceValue } from '../fix.ts';
import { kubernetesSource } from '../links.ts';
import { defineRule } from '../rule.ts';

export const requestExceedsLimit = defineRule({
  id: 'request-exceeds-limit',
  meta: {
    summary: 'A container requests more of a resource than its limit allows.',
    why: 'The API server rejects the object ("must be less than or equal to … limit"), so nothing of it is applied.',
    remediation: 'Raise the limit, or lower the request.',
    severity: 'error',
    category: 'resources',
    preset: 'recommended',
    appliesTo: workloadKinds,
    checksPatches: true,
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages: { exceeds: '{resource} request {request} is greater than the limit {limit}' },
    references: [
      kubernetesSource(
        'pkg/apis/core/validation/validation.go',
        'kube-apiserver: ValidateContainerResourceRequirements (v1.37.2)',
      ),
    ],
  },
  check({ workload, root, report }) {
    const { containers = [], initContainers = [] } = workload?.template ?? {};
    for (const { requests, limits, path } of [...containers, ...initContainers]) {
      for (const [resource, request] of Object.entries(requests)) {
        const limit = limits[resource];
        // Extended resources must be equal, which another rule checks.
        if (!limit || compareQuantities(request, limit) <= 0 || resource.includes('/')) continue;
        const at = root.get(...path, 'resources', 'requests', resource);
        const limitField = root.get(...path, 'resources', 'limits', resource);
        report({
          messageId: 'exceeds',
          data: { resource, request: at.text, limit: limitField.text },
          at,
          related: [{ at: limitField, message: 'the limit is here' }],
          fixes: [
            ...replaceValue('suggestion', `Raise the limit to ${at.text}`, limitField, asWritten(at)),
            ...replaceValue('suggestion', `Request ${limitField.text}, the limit`, at, asWritten(limitField)),
          ],
        });
      }
    }
  },
});
