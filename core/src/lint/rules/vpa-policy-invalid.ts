import { vpaPaths } from '../../apis/vpa.ts';
import { toNumber } from '../../units/quantity.ts';
import type { Field } from '../field.ts';
import { removal, spellLike } from '../fix.ts';
import { defineRule, type Report } from '../rule.ts';
import { vpaRejected, vpaValidation } from '../vpa-meta.ts';

const modes = ['Auto', 'Off'];
const controlledValues = ['RequestsAndLimits', 'RequestsOnly'];

const messages = {
  container: 'a container policy needs containerName; "*" is for all others',
  mode: 'there is no container mode {value}: it is Auto or Off',
  values: 'there are no controlledValues {value}: they are RequestsAndLimits or RequestsOnly',
  off: 'controlledValues RequestsAndLimits has no place in a policy of mode Off',
  least: '{field} {value} is below {least}',
} as const;

/** Fields of a container policy with a least value. */
const leastValues: readonly (readonly [field: string, least: number])[] = [
  ['oomBumpUpRatio', 1],
  ['oomMinBumpUp', 0],
  ['memoryAggregationIntervalSeconds', 1],
  ['memoryAggregationIntervalCount', 1],
];

export const vpaPolicyInvalid = defineRule({
  id: 'vpa-policy-invalid',
  meta: {
    ...vpaRejected,
    summary: 'A policy of a VPA lacks its container, or has a mode or a figure that does not exist.',
    remediation: 'Correct the field as the message says.',
    fix: 'suggestion',
    messages,
    references: [vpaValidation],
  },
  check({ root, report }) {
    const update = root.get('spec', 'updatePolicy');
    for (const [field, least] of [
      ['minReplicas', 1],
      ['evictAfterOOMSeconds', 1],
    ] as const) {
      const found = belowLeast(update.get(field), least);
      if (found) report(found);
    }
    for (const policy of root.get(...vpaPaths.containerPolicies).items) {
      for (const found of problemsOf(policy)) report(found);
    }
  },
});

function problemsOf(policy: Field): readonly Report<typeof messages>[] {
  const name = policy.get('containerName');
  const mode = policy.get('mode');
  const values = policy.get('controlledValues');
  const found: Report<typeof messages>[] = [];
  if (!name.exists || name.value === '') {
    found.push({
      messageId: 'container',
      at: name.exists ? name : policy,
      part: name.exists ? 'value' : 'entry',
    });
  }
  if (mode.string !== undefined && !modes.includes(mode.string) && !mode.text.includes('$')) {
    found.push({ messageId: 'mode', data: { value: mode.text }, at: mode, fixes: spellLike(mode, modes) });
  }
  if (
    values.string !== undefined &&
    !controlledValues.includes(values.string) &&
    !values.text.includes('$')
  ) {
    const fixes = spellLike(values, controlledValues);
    found.push({ messageId: 'values', data: { value: values.text }, at: values, fixes });
  }
  if (mode.string === 'Off' && values.string === 'RequestsAndLimits') {
    const fixes = removal('suggestion', 'Remove controlledValues', values);
    found.push({ messageId: 'off', at: values, part: 'entry', fixes });
  }
  return [...found, ...leastValues.flatMap(([field, least]) => belowLeast(policy.get(field), least) ?? [])];
}

function belowLeast(at: Field, least: number): Report<typeof messages> | undefined {
  const value = at.quantity && toNumber(at.quantity);
  if (value === undefined || value >= least) return undefined;
  return { messageId: 'least', data: { field: String(at.path.at(-1)), value: at.text, least }, at };
}
