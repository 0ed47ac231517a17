import { isKind, verticalPodAutoscaler } from '../../apis/kinds.ts';
import { vpaPaths } from '../../apis/vpa.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { parseQuantity } from '../../units/quantity.ts';
import type { QuantitySuggestion } from '../../units/quantity-error.ts';
import type { Field } from '../field.ts';
import { type FixOffer, replaceValue } from '../fix.ts';
import { kubernetesDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const quantityUnparsable = defineRule({
  id: 'quantity-unparsable',
  meta: {
    summary: 'A resource quantity is not one that Kubernetes can read.',
    why: 'The API server rejects the object ("quantities must match the regular expression"), so nothing of it is applied.',
    remediation: 'Write a number with a suffix such as m, Mi or Gi, without blanks.',
    severity: 'error',
    category: 'resources',
    preset: 'recommended',
    appliesTo: [...workloadKinds, verticalPodAutoscaler],
    checksPatches: true,
    fix: 'safe',
    rejectedBy: 'kube-apiserver',
    messages: {
      unparsable: '{resource} {value} is no quantity: {problem}',
      negative: '{resource} {value} is below 0',
    },
    references: [kubernetesDocs('reference/kubernetes-api/common-definitions/quantity/', 'Quantity')],
  },
  check({ resource: owner, workload, root, report }) {
    const { containers = [], initContainers = [] } = workload?.template ?? {};
    const isVpa = isKind(owner, verticalPodAutoscaler);
    const lists = isVpa
      ? root
          .get(...vpaPaths.containerPolicies)
          .items.flatMap((policy) => [policy.get('minAllowed'), policy.get('maxAllowed')])
      : [...containers, ...initContainers].flatMap(({ path }) =>
          ['requests', 'limits'].map((list) => root.get(...path, 'resources', list)),
        );
    for (const [resource, field] of lists.flatMap(({ entries }) => entries)) {
      // The API server does not know what a bound of a VPA means.
      if (!isVpa && field.quantity && field.quantity.nanos < 0n) {
        report({ messageId: 'negative', data: { resource, value: field.text }, at: field });
      }
      const text = field.string;
      // Filled in by envsubst, kustomize or a person.
      if (text === undefined || /[$<{]/.test(text)) continue;
      const parsed = parseQuantity(text);
      if (parsed.ok) continue;
      report({
        messageId: 'unparsable',
        data: { resource, value: JSON.stringify(text), problem: parsed.error.message },
        at: field,
        fixes: spellAs(field, parsed.error.suggestion),
      });
    }
  },
});

function spellAs(field: Field, suggestion: QuantitySuggestion | undefined): readonly FixOffer[] {
  if (!suggestion) return [];
  const { text, certain } = suggestion;
  return replaceValue(certain ? 'safe' : 'suggestion', `Write ${text}`, field, text);
}
