import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import type { Field } from '../field.ts';
import { removal, replaceValue, spellLike } from '../fix.ts';
import { behaviorsOf } from '../hpa-behavior.ts';
import { hpaValidation } from '../links.ts';
import { defineRule, type RuleContext } from '../rule.ts';

/** `MaxPeriodSeconds` of the validation. */
const longestPeriod = 1800;

const selections = ['Max', 'Min', 'Disabled'];
const types = ['Pods', 'Percent'];

const messages = {
  period: 'periodSeconds {seconds} is not between 1 and 1800',
  value: 'a policy value must be greater than zero, not {value}',
  type: 'a policy type is Pods or Percent, not {type}',
  select: 'selectPolicy is Max, Min or Disabled, not {policy}',
  tolerance: 'a tolerance must not be below 0, as {value} is',
  empty: 'policies is empty: leave it out for the default, or list at least one policy',
} as const;

export const hpaBehaviorPolicyInvalid = defineRule({
  id: 'hpa-behavior-policy-invalid',
  meta: {
    summary: 'A scaling policy of an HPA has a type, value, period or selection that does not exist.',
    why: 'The API server rejects the object, so the last applied HPA, or none, stays in force.',
    remediation: 'Use type Pods or Percent, a value above zero and a period of 1 to 1800 seconds.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    checksPatches: true,
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages,
    references: [hpaValidation],
  },
  check(context) {
    for (const { rules } of behaviorsOf(context.resource)) {
      const select = rules.get('selectPolicy');
      if (select.exists && !selections.includes(select.text)) {
        context.report({
          messageId: 'select',
          data: { policy: select.text },
          at: select,
          fixes: spellLike(select, selections),
        });
      }
      const tolerance = rules.get('tolerance');
      if (tolerance.quantity && tolerance.quantity.nanos < 0n) {
        context.report({ messageId: 'tolerance', data: { value: tolerance.text }, at: tolerance });
      }
      const policies = rules.get('policies');
      if (Array.isArray(policies.value) && policies.items.length === 0) {
        const fixes = removal('suggestion', 'Leave it out: the default policies hold', policies);
        context.report({ messageId: 'empty', at: policies, part: 'entry', fixes });
      }
      for (const policy of policies.items) checkPolicy(context, policy);
    }
  },
});

function checkPolicy({ report }: RuleContext<typeof messages>, policy: Field): void {
  const type = policy.get('type');
  if (type.exists && !types.includes(type.text)) {
    report({ messageId: 'type', data: { type: type.text }, at: type, fixes: spellLike(type, types) });
  }
  const value = policy.get('value');
  if (value.integer !== undefined && value.integer <= 0) {
    report({ messageId: 'value', data: { value: value.integer }, at: value });
  }
  const period = policy.get('periodSeconds');
  if (period.integer !== undefined && (period.integer < 1 || period.integer > longestPeriod)) {
    const seconds = period.integer < 1 ? 1 : longestPeriod;
    report({
      messageId: 'period',
      data: { seconds: period.integer },
      at: period,
      fixes: replaceValue('suggestion', `Set the period to ${seconds} s`, period, seconds),
    });
  }
}
