import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { offerFix } from '../fix.ts';
import { convertToV2, isConvertible } from '../hpa-conversion.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';
import { compareMinorVersions, parseMinorVersion } from '../versions/minor-version.ts';
import { findRemovedApi } from '../versions/removed-apis.ts';

export const hpaRemovedApi = defineRule({
  id: 'hpa-removed-api',
  meta: {
    summary: 'An HPA is written in autoscaling/v2beta1 or v2beta2, which current clusters do not serve.',
    why: 'From Kubernetes 1.25 (v2beta1) or 1.26 (v2beta2) kubectl apply fails with "no matches for kind".',
    remediation: 'Convert the object to autoscaling/v2, which every cluster since 1.23 serves.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    checksPatches: true,
    fix: 'safe',
    rejectedBy: 'kube-apiserver',
    messages: { removed: '{apiVersion} is not served from Kubernetes {release}: write {replacement}' },
    references: [
      kubernetesDocs(
        'reference/using-api/deprecation-guide/#horizontalpodautoscaler-v125',
        'deprecated API migration guide',
      ),
    ],
  },
  check({ resource, root, settings, report }) {
    const api = findRemovedApi(resource.apiVersion, resource.kind);
    const removedIn = api && parseMinorVersion(api.removedIn);
    if (!removedIn) return;
    const { kubernetesVersion: version } = settings;
    const isStillServed = version !== undefined && compareMinorVersions(version, removedIn) < 0;
    report({
      messageId: 'removed',
      data: { apiVersion: api.apiVersion, release: api.removedIn, replacement: api.replacement },
      at: root.get('apiVersion'),
      severity: isStillServed ? 'warning' : 'error',
      fixes: isConvertible(resource)
        ? offerFix('safe', `Convert to ${api.replacement}`, ...convertToV2(resource))
        : [],
    });
  },
});
