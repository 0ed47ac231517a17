import { podDisruptionBudget } from '../../apis/kinds.ts';
import { pdbPaths } from '../../apis/pdb.ts';
import { replaceValue } from '../fix.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const pdbUnhealthyPolicy = defineRule({
  id: 'pdb-unhealthy-policy',
  meta: {
    summary: 'A PodDisruptionBudget does not say that unhealthy pods may be evicted.',
    why: 'By default pods that run and are not ready count against the budget, so a crash loop blocks the drain of its node.',
    remediation: 'Set unhealthyPodEvictionPolicy: AlwaysAllow.',
    severity: 'info',
    category: 'disruption',
    preset: 'strict',
    appliesTo: [podDisruptionBudget],
    fix: 'safe',
    messages: { unset: 'unhealthyPodEvictionPolicy is not set: pods that never become ready block a drain' },
    references: [
      kubernetesDocs(
        'tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy',
        'unhealthy pod eviction policy',
      ),
    ],
  },
  check({ resource, root, report }) {
    const spec = root.get('spec');
    const policy = root.get(...pdbPaths.unhealthyPodEvictionPolicy);
    const hasBudget = ['minAvailable', 'maxUnavailable'].some((name) => spec.get(name).exists);
    if (resource.version !== 'v1' || !hasBudget || policy.exists) {
      return;
    }
    report({
      messageId: 'unset',
      at: spec,
      part: 'key',
      fixes: replaceValue('safe', 'Let unhealthy pods be evicted', policy, 'AlwaysAllow'),
    });
  },
});
