import { vpaPaths } from '../../apis/vpa.ts';
import { compareQuantities, formatQuantity, type Quantity } from '../../units/quantity.ts';
import { rootOf } from '../field.ts';
import { replaceValue } from '../fix.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { vpaMeta } from '../vpa-meta.ts';
import { containerPolicyOf, controlledResourcesOf, updateModeOf } from '../vpa-policy.ts';

export const vpaLimitRatioSurprise = defineRule({
  id: 'vpa-limit-ratio-surprise',
  meta: {
    ...vpaMeta,
    summary: 'A VPA bounds requests by maxAllowed, and scales limits above it in proportion.',
    why: 'Limits are not bounded by maxAllowed: they keep their ratio to the request and may pass the node and the LimitRange.',
    remediation: 'Set controlledValues: RequestsOnly, or a limit equal to the request.',
    severity: 'warning',
    needs: ['workspace'],
    fix: 'suggestion',
    messages: { ratio: 'at maxAllowed {resource} {max} the limit of container {container} becomes {limit}' },
    references: [
      thread('kubernetes/autoscaler', 6996, 'limits grow past maxAllowed'),
      thread('kubernetes/autoscaler', 3319, 'limits scaled in proportion to requests'),
    ],
  },
  check({ resource: vpa, root, workspace, report }) {
    const target = workspace.targetOf(vpa);
    const template = target && workspace.workloadOf(target)?.template;
    if (!template || updateModeOf(vpa) === 'Off' || !root.get(...vpaPaths.containerPolicies).exists) return;
    for (const { name, requests, limits, path } of template.containers) {
      const policy = containerPolicyOf(vpa, name);
      if (!policy || policy.get('controlledValues').string === 'RequestsOnly') continue;
      for (const resource of controlledResourcesOf(vpa, name)) {
        const max = policy.get('maxAllowed', resource);
        const [request, limit] = [requests[resource], limits[resource]];
        if (!max.quantity || !request || !limit || compareQuantities(limit, request) <= 0) continue;
        if (request.nanos === 0n) continue;
        report({
          messageId: 'ratio',
          data: {
            resource,
            max: max.text,
            container: name,
            limit: formatQuantity(inProportion(limit, max.quantity, request)),
          },
          at: max,
          fixes: replaceValue(
            'suggestion',
            'Leave the limits alone (RequestsOnly)',
            policy.get('controlledValues'),
            'RequestsOnly',
          ),
          related: [
            {
              at: rootOf(target).get(...path, 'resources', 'limits', resource),
              part: 'entry',
              message: 'its limit now',
            },
          ],
        });
      }
    }
  },
});

/** `limit × recommended / request`, rounded down to whole units as the admission controller does. */
function inProportion(limit: Quantity, recommended: Quantity, request: Quantity): Quantity {
  const step = recommended.format === 'BinarySI' ? 1_000_000_000n : 1_000_000n;
  const nanos = (limit.nanos * recommended.nanos) / request.nanos;
  return { nanos: nanos - (nanos % step), format: recommended.format };
}
