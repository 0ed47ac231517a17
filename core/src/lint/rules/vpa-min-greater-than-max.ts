import { vpaPaths } from '../../apis/vpa.ts';
import { compareQuantities } from '../../units/quantity.ts';
import { asWritten, offerFix, writeValue } from '../fix.ts';
import { defineRule } from '../rule.ts';
import { vpaRejected, vpaValidation } from '../vpa-meta.ts';

export const vpaMinGreaterThanMax = defineRule({
  id: 'vpa-min-greater-than-max',
  meta: {
    ...vpaRejected,
    summary: 'A container policy of a VPA has minAllowed above maxAllowed.',
    remediation: 'Make maxAllowed the larger of the two.',
    checksPatches: true,
    fix: 'suggestion',
    messages: { crossed: 'minAllowed {resource} {min} is greater than maxAllowed {max}' },
    references: [vpaValidation],
  },
  check({ root, report }) {
    for (const policy of root.get(...vpaPaths.containerPolicies).items) {
      for (const [resource, min] of policy.get('minAllowed').entries) {
        const max = policy.get('maxAllowed', resource);
        const [low, high] = [max.quantity, min.quantity];
        if (!low || !high || compareQuantities(high, low) <= 0) continue;
        report({
          messageId: 'crossed',
          data: { resource, min: min.text, max: max.text },
          at: min,
          related: [{ at: max, message: 'maxAllowed is set here' }],
          fixes: offerFix(
            'suggestion',
            'Swap minAllowed and maxAllowed',
            writeValue(min, asWritten(max)),
            writeValue(max, asWritten(min)),
          ),
        });
      }
    }
  },
});
