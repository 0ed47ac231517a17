import { podDisruptionBudget } from '../../apis/kinds.ts';
import { pdbPaths } from '../../apis/pdb.ts';
import type { Field } from '../field.ts';
import { removal, spellLike } from '../fix.ts';
import { kubernetesSource } from '../links.ts';
import { defineRule } from '../rule.ts';

const policies = ['AlwaysAllow', 'IfHealthyBudget'];

export const pdbInvalid = defineRule({
  id: 'pdb-invalid',
  meta: {
    summary:
      'A PodDisruptionBudget has both bounds, a bound that is no number of pods, or a policy that does not exist.',
    why: 'The API server rejects the object, so the last applied budget, or none, stays in force.',
    remediation:
      'Keep one of minAvailable and maxUnavailable, as a number of pods or a per cent of at most 100.',
    severity: 'error',
    category: 'disruption',
    preset: 'recommended',
    appliesTo: [podDisruptionBudget],
    checksPatches: true,
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages: {
      both: 'minAvailable and maxUnavailable exclude each other',
      bound: '{field} {value} is neither a number of pods nor a per cent of at most 100',
      policy: 'there is no unhealthyPodEvictionPolicy {value}: it is AlwaysAllow or IfHealthyBudget',
    },
    references: [
      kubernetesSource(
        'pkg/apis/policy/validation/validation.go',
        'kube-apiserver: ValidatePodDisruptionBudgetSpec (v1.37.2)',
      ),
    ],
  },
  check({ root, report }) {
    const min = root.get(...pdbPaths.minAvailable);
    const max = root.get(...pdbPaths.maxUnavailable);
    if (min.exists && max.exists) {
      report({
        messageId: 'both',
        at: max,
        part: 'entry',
        related: [{ at: min, part: 'entry', message: 'the other bound is here' }],
        fixes: [
          ...removal('suggestion', 'Remove minAvailable', min),
          ...removal('suggestion', 'Remove maxUnavailable', max),
        ],
      });
    }
    for (const [field, at] of [
      ['minAvailable', min],
      ['maxUnavailable', max],
    ] as const) {
      if (at.exists && !isBound(at)) report({ messageId: 'bound', data: { field, value: at.text }, at });
    }
    const policy = root.get(...pdbPaths.unhealthyPodEvictionPolicy);
    if (policy.string !== undefined && !policies.includes(policy.string) && !policy.text.includes('$')) {
      const fixes = spellLike(policy, policies);
      report({ messageId: 'policy', data: { value: policy.text }, at: policy, fixes });
    }
  },
});

/** Whether the API server takes it; what is filled in later is left alone. */
function isBound({ integer, string }: Field): boolean {
  if (integer !== undefined) return integer >= 0;
  const percent = /^(\d+)%$/.exec(string ?? '')?.[1];
  return string?.includes('$') === true || (percent !== undefined && Number(percent) <= 100);
}
