import { replaceValue } from '../fix.ts';
import { vpaSource } from '../links.ts';
import { defineRule } from '../rule.ts';
import { vpaMeta } from '../vpa-meta.ts';

export const vpaRemovedApi = defineRule({
  id: 'vpa-removed-api',
  meta: {
    ...vpaMeta,
    summary:
      'A VPA is written in autoscaling.k8s.io/v1beta1 or v1beta2, which the current CRD does not serve.',
    why: 'From the CRD of VPA 1.7 on (v1beta2; v1beta1 long before) kubectl apply fails with "no matches for kind".',
    remediation: 'Write autoscaling.k8s.io/v1; v1beta2 has the same fields.',
    severity: 'error',
    checksPatches: true,
    fix: 'safe',
    rejectedBy: 'kube-apiserver',
    messages: { removed: 'autoscaling.k8s.io/{version} is no longer served: write autoscaling.k8s.io/v1' },
    references: [vpaSource('deploy/vpa-v1-crd-gen.yaml', 'VPA: the CRD serves v1 only (1.7.1)')],
  },
  check({ resource, root, report }) {
    const { version } = resource;
    if (version !== 'v1beta1' && version !== 'v1beta2') return;
    const apiVersion = root.get('apiVersion');
    report({
      messageId: 'removed',
      data: { version },
      at: apiVersion,
      fixes:
        version === 'v1beta2'
          ? replaceValue('safe', 'Convert to autoscaling.k8s.io/v1', apiVersion, 'autoscaling.k8s.io/v1')
          : [],
    });
  },
});
