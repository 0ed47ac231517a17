import { vpaPaths } from '../../apis/vpa.ts';
import { formatQuantity, integerValue, milliValue, type Quantity, quantityOf } from '../../units/quantity.ts';
import { replaceValue } from '../fix.ts';
import { defineRule } from '../rule.ts';
import { vpaRejected, vpaValidation } from '../vpa-meta.ts';

export const vpaQuantityResolution = defineRule({
  id: 'vpa-quantity-resolution',
  meta: {
    ...vpaRejected,
    summary: 'A bound of a VPA is finer than a millicore, or has a fraction of a byte.',
    remediation: 'Write CPU in whole millicores and memory in whole bytes.',
    checksPatches: true,
    fix: 'safe',
    messages: { fine: '{resource} {value} is finer than {unit}' },
    references: [vpaValidation],
  },
  check({ root, report }) {
    for (const policy of root.get(...vpaPaths.containerPolicies).items) {
      for (const bound of ['minAllowed', 'maxAllowed']) {
        for (const resource of ['cpu', 'memory'] as const) {
          const field = policy.get(bound, resource);
          const rounded = field.quantity && roundUp(resource, field.quantity);
          if (!rounded) continue;
          const text = formatQuantity(rounded);
          report({
            messageId: 'fine',
            data: { resource, value: field.text, unit: resource === 'cpu' ? '1m' : 'one byte' },
            at: field,
            fixes: replaceValue('safe', `Round up to ${text}`, field, text),
          });
        }
      }
    }
  },
});

/** The next quantity that the webhook accepts; `undefined` where it accepts this one. */
function roundUp(resource: 'cpu' | 'memory', quantity: Quantity): Quantity | undefined {
  const rounded =
    resource === 'cpu'
      ? quantityOf(milliValue(quantity), 'milli')
      : quantityOf(integerValue(quantity), 'unit', quantity.format);
  return rounded.nanos === quantity.nanos ? undefined : rounded;
}
