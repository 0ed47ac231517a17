import { podDisruptionBudget } from '../../apis/kinds.ts';
import { replaceValue } from '../fix.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';
import { compareMinorVersions, parseMinorVersion } from '../versions/minor-version.ts';
import { findRemovedApi } from '../versions/removed-apis.ts';

export const pdbRemovedApi = defineRule({
  id: 'pdb-removed-api',
  meta: {
    summary: 'A PodDisruptionBudget is written in policy/v1beta1, which current clusters do not serve.',
    why: 'From Kubernetes 1.25 on kubectl apply fails with "no matches for kind".',
    remediation: 'Write policy/v1; an empty selector, which meant no pod, means every pod there.',
    severity: 'error',
    category: 'disruption',
    preset: 'recommended',
    appliesTo: [podDisruptionBudget],
    checksPatches: true,
    fix: 'safe',
    rejectedBy: 'kube-apiserver',
    messages: {
      removed: '{apiVersion} is not served from Kubernetes {release}: write {replacement}',
      flips:
        '{apiVersion} is not served from Kubernetes {release}, and in {replacement} an empty selector means every pod',
    },
    references: [
      kubernetesDocs(
        'reference/using-api/deprecation-guide/#poddisruptionbudget-v125',
        'deprecated API migration guide',
      ),
    ],
  },
  check({ resource, root, settings, report }) {
    const api = findRemovedApi(resource.apiVersion, resource.kind);
    const removedIn = api && parseMinorVersion(api.removedIn);
    if (!removedIn) return;
    const selector = root.get('spec', 'selector');
    const isEmpty = selector.exists && selector.entries.length === 0;
    const { kubernetesVersion: version } = settings;
    const isStillServed = version !== undefined && compareMinorVersions(version, removedIn) < 0;
    const at = root.get('apiVersion');
    report({
      messageId: isEmpty ? 'flips' : 'removed',
      data: { apiVersion: api.apiVersion, release: api.removedIn, replacement: api.replacement },
      at,
      severity: isStillServed ? 'warning' : 'error',
      fixes: replaceValue(
        isEmpty ? 'suggestion' : 'safe',
        `Convert to ${api.replacement}`,
        at,
        api.replacement,
      ),
    });
  },
});
