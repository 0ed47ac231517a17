import { vpaPaths } from '../../apis/vpa.ts';
import { removal } from '../fix.ts';
import { vpaSource } from '../links.ts';
import { defineRule } from '../rule.ts';
import { isAtLeast } from '../versions/minor-version.ts';
import { vpaMeta } from '../vpa-meta.ts';

export const vpaControlledResourcesInvalid = defineRule({
  id: 'vpa-controlled-resources-invalid',
  meta: {
    ...vpaMeta,
    summary: 'A VPA is to control a resource other than cpu and memory.',
    why: 'The recommender knows CPU and memory only; from 1.8 the admission webhook rejects the object, before it the other resource is never set.',
    rejectedBy: 'VPA admission webhook',
    severity: 'warning',
    remediation: 'List cpu, memory or both.',
    checksPatches: true,
    fix: 'suggestion',
    messages: { other: 'a VPA controls cpu and memory, not {resource}' },
    references: [
      {
        title: 'VPA admission controller: controlledResources are validated (1.8.1)',
        url: 'https://github.com/kubernetes/autoscaler/blob/vertical-pod-autoscaler/v1.8.1/vertical-pod-autoscaler/pkg/admission-controller/resource/vpa/validation.go',
      },
      vpaSource('pkg/apis/autoscaling.k8s.io/v1/types.go', 'VPA: controlledResources (1.7.1)'),
    ],
  },
  check({ root, settings, report }) {
    const isRejected = settings.vpaVersion !== undefined && isAtLeast(settings.vpaVersion, '1.8');
    for (const policy of root.get(...vpaPaths.containerPolicies).items) {
      for (const item of policy.get('controlledResources').items) {
        if (item.string === undefined || item.string === 'cpu' || item.string === 'memory') continue;
        const fixes = removal('suggestion', `Remove ${item.string}`, item);
        report({
          messageId: 'other',
          data: { resource: item.string },
          at: item,
          fixes,
          severity: isRejected ? 'error' : 'warning',
        });
      }
    }
  },
});
