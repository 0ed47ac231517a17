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
    appliesTo: workloadKinds,
    checksPatches: true,
    fix: 'safe',
    rejectedBy: 'kube-apiserver',
    messages: { unparsable: '{resource} {value} is no quantity: {problem}' },
    references: [kubernetesDocs('reference/kubernetes-api/common-definitions/quantity/', 'Quantity')],
  },
  check({ workload, root, report }) {
    const { containers = [], initContainers = [] } = workload?.template ?? {};
    for (const { path } of [...containers, ...initContainers]) {
      for (const list of ['requests', 'limits']) {
        for (const [resource, field] of root.get(...path, 'resources', list).entries) {
          const text = field.string;
          // Filled in by envsubst, kustomize or a person.
          if (text === undefined || /[$<{]/.test(text)) continue;
          const parsed = parseQuantity(text);
          if (parsed.ok) continue;
          const data = { resource, value: JSON.stringify(text), problem: parsed.error.message };
          report({
            messageId: 'unparsable',
            data,
            at: field,
            fixes: spellAs(field, parsed.error.suggestion),
          });
        }
      }
    }
  },
});

function spellAs(field: Field, suggestion: QuantitySuggestion | undefined): readonly FixOffer[] {
  if (!suggestion) return [];
  const { text, certain } = suggestion;
  return replaceValue(certain ? 'safe' : 'suggestion', `Write ${text}`, field, text);
}
