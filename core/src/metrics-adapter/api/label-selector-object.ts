import { type LabelRequirement, parseLabelSelector } from '../rules/label-requirements.ts';

/** A selector's text as metav1.LabelSelector (apimachinery v0.36, metav1.ParseToLabelSelector). */
export function labelSelectorObject(text: string): object {
  const parsed = parseLabelSelector(text);
  const requirements = parsed.ok ? parsed.value : [];
  const equal = requirements.filter(({ operator }) => operator === '=');
  const others = requirements.filter(({ operator }) => operator !== '=');
  return {
    ...(equal.length > 0 && {
      matchLabels: Object.fromEntries(equal.map(({ key, values }) => [key, values[0] ?? ''])),
    }),
    ...(others.length > 0 && { matchExpressions: others.map(expression) }),
  };
}

function expression({ key, operator, values }: LabelRequirement): object {
  switch (operator) {
    case 'exists':
      return { key, operator: 'Exists' };
    case '!':
      return { key, operator: 'DoesNotExist' };
    case 'in':
    case '=':
      return { key, operator: 'In', values };
    case 'notin':
    case '!=':
      return { key, operator: 'NotIn', values };
    case 'gt':
    case 'lt':
      return { key, operator: operator === 'gt' ? 'Gt' : 'Lt', values };
  }
}
