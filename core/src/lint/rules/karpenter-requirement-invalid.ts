import { nodePoolPaths } from '../../apis/karpenter.ts';
import { nodePool } from '../../apis/kinds.ts';
import type { Field } from '../field.ts';
import { spellLike } from '../fix.ts';
import { karpenterSource } from '../links.ts';
import { defineRule, type Report } from '../rule.ts';

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt', 'Gte', 'Lte'];
const comparisons = new Set(['Gt', 'Lt', 'Gte', 'Lte']);
/** Labels of Karpenter's own domain that a requirement may name. */
const ownLabels = new Set(['karpenter.sh/capacity-type']);

const messages = {
  operator: 'operator {operator} is none of In, NotIn, Exists, DoesNotExist, Gt, Lt, Gte and Lte',
  noValues: 'operator In of {key} needs at least one value',
  comparison: 'operator {operator} of {key} needs one whole number of at least 0',
  minValues: 'minValues {wanted} of {key} is more than its {count} values',
  restricted: 'label {key} is restricted: Karpenter sets it itself',
  schedule: 'a budget needs schedule and duration together, and has only {present}',
  staticLimits: 'a pool with replicas may limit nodes only, not {limits}',
  staticWeight: 'a pool with replicas takes no weight',
} as const;

export const karpenterRequirementInvalid = defineRule({
  id: 'karpenter-requirement-invalid',
  meta: {
    summary: 'A NodePool has a requirement, a disruption budget or a field that its CRD refuses.',
    why: 'The API server rejects the object by the validation of the NodePool CRD, so the last applied pool, or none, stays in force.',
    remediation: 'Correct the requirement, the budget or the field as the message says.',
    severity: 'error',
    category: 'karpenter',
    preset: 'recommended',
    appliesTo: [nodePool],
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages,
    references: [
      karpenterSource(
        'pkg/apis/crds/karpenter.sh_nodepools.yaml',
        'Karpenter: validation rules of the NodePool CRD (1.14.1)',
      ),
      karpenterSource('pkg/apis/v1/nodeclaim_validation.go', 'Karpenter: ValidateRequirement (1.14.1)'),
    ],
  },
  check({ root, report }) {
    for (const requirement of root.get(...nodePoolPaths.requirements).items) {
      const found = problemOf(requirement);
      if (found) report(found);
    }
    for (const budget of root.get('spec', 'disruption', 'budgets').items) {
      const schedule = budget.get('schedule');
      const duration = budget.get('duration');
      if (schedule.exists === duration.exists) continue;
      const present = schedule.exists ? 'schedule' : 'duration';
      report({ messageId: 'schedule', data: { present }, at: budget.get(present), part: 'entry' });
    }
    if (!root.get('spec', 'replicas').exists) return;
    const limits = root.get(...nodePoolPaths.limits);
    const other = limits.entries.map(([key]) => key).filter((key) => key !== 'nodes');
    if (other.length > 0) {
      report({ messageId: 'staticLimits', data: { limits: other.join(', ') }, at: limits, part: 'key' });
    }
    const weight = root.get(...nodePoolPaths.weight);
    if (weight.exists) report({ messageId: 'staticWeight', at: weight, part: 'entry' });
  },
});

/** The first thing that is wrong with a requirement. */
function problemOf(requirement: Field): Report<typeof messages> | undefined {
  const key = requirement.get('key');
  const operator = requirement.get('operator');
  const values = requirement.get('values');
  const minValues = requirement.get('minValues');
  const of = { key: key.text };
  if (operator.string !== undefined && !operators.includes(operator.string)) {
    const fixes = spellLike(operator, operators);
    return { messageId: 'operator', data: { operator: operator.text }, at: operator, fixes };
  }
  if (isRestricted(key.string ?? '')) return { messageId: 'restricted', data: of, at: key };
  const at = values.exists ? values : operator;
  if (operator.string === 'In' && values.items.length === 0) return { messageId: 'noValues', data: of, at };
  if (comparisons.has(operator.string ?? '') && !isOneCount(values)) {
    return { messageId: 'comparison', data: { ...of, operator: operator.text }, at };
  }
  const wanted = minValues.integer;
  if (operator.string === 'In' && wanted !== undefined && wanted > values.items.length) {
    return { messageId: 'minValues', data: { ...of, wanted, count: values.items.length }, at: minValues };
  }
  return undefined;
}

/** The validation rules of `key`; `endsWith` takes other domains with that ending too, as upstream does. */
function isRestricted(key: string): boolean {
  if (key === 'kubernetes.io/hostname' || key === 'karpenter.sh/nodepool') return true;
  return !ownLabels.has(key) && (key.split('/')[0] ?? '').endsWith('karpenter.sh');
}

function isOneCount(values: Field): boolean {
  const [only, ...others] = values.items;
  return others.length === 0 && /^\+?\d+$/.test(only?.text ?? '');
}
