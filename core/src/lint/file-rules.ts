import type { ParseProblem } from '../manifest/source-file.ts';
import type { Rule, RuleMeta } from './rule.ts';

type FileRule = Pick<Rule, 'id'> & { readonly meta: RuleMeta };

const base = {
  category: 'file',
  appliesTo: [],
  fix: 'none',
  preset: 'recommended',
} as const;

const yamlSpecification = { title: 'YAML 1.2.2', url: 'https://yaml.org/spec/1.2.2/' } as const;
/** What the engine itself finds: defects of a file, and suppressions that do nothing. */
export const fileRules = {
  'yaml-syntax': {
    id: 'yaml-syntax',
    meta: {
      ...base,
      summary: 'The file is not valid YAML.',
      why: 'kubectl and every controller of a GitOps repository refuse the document, so nothing in it is applied.',
      remediation: 'Correct the syntax at the marked place.',
      severity: 'error',
      messages: { problem: '{message}' },
      references: [yamlSpecification],
    },
  },
  'yaml-alias-limit': {
    id: 'yaml-alias-limit',
    meta: {
      ...base,
      summary: 'Aliases expand to more nodes than any manifest needs.',
      why: 'The API server refuses documents whose aliases expand without bound, since they exhaust memory.',
      remediation: 'Write the repeated parts out, or use fewer nested aliases.',
      severity: 'error',
      messages: { problem: '{message}' },
      references: [
        {
          title: 'kubernetes/kubernetes#83253: alias expansion exhausts the API server',
          url: 'https://github.com/kubernetes/kubernetes/issues/83253',
        },
      ],
    },
  },
  'yaml-duplicate-key': {
    id: 'yaml-duplicate-key',
    meta: {
      ...base,
      summary: 'A mapping holds the same key twice.',
      why: 'Which of the two values is used depends on the tool; the API server refuses it under strict field validation.',
      remediation: 'Keep one of the two entries.',
      severity: 'error',
      messages: { problem: '{message}' },
      references: [
        {
          title: 'Kubernetes: field validation',
          url: 'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation',
        },
      ],
    },
  },
  'yaml-too-large': {
    id: 'yaml-too-large',
    meta: {
      ...base,
      summary: 'The file is too large to be read.',
      why: 'Nothing in the file was checked.',
      remediation: 'Split the file, or leave it out of the run.',
      severity: 'warning',
      messages: { problem: '{message}' },
      references: [yamlSpecification],
    },
  },
  'unused-suppression': {
    id: 'unused-suppression',
    meta: {
      ...base,
      summary: 'A suppression silences nothing.',
      why: 'A leftover suppression hides the next finding at that place.',
      remediation: 'Remove it, or correct the name of the rule.',
      severity: 'warning',
      messages: {
        unused: 'nothing is found here by {rule}: the suppression is not needed',
        elsewhere: '{rule} is reported on {place}, not here: the suppression has to stand there',
        unknown: 'there is no rule {rule}{suggestion}',
      },
      references: [],
    },
  },
  'suppression-without-reason': {
    id: 'suppression-without-reason',
    meta: {
      ...base,
      preset: 'strict',
      summary: 'A suppression does not say why.',
      why: 'Nobody can tell later whether the exception still holds.',
      remediation: 'Add ` -- reason` to the comment, or the reason as the value of the annotation.',
      severity: 'warning',
      messages: { missing: 'say why {rule} is ignored here' },
      references: [],
    },
  },
} as const satisfies Readonly<Record<string, FileRule>>;

export type FileRuleId = keyof typeof fileRules;

export const ruleOfProblem: Readonly<Record<ParseProblem['code'], FileRuleId>> = {
  syntax: 'yaml-syntax',
  'alias-limit': 'yaml-alias-limit',
  'duplicate-key': 'yaml-duplicate-key',
  'too-large': 'yaml-too-large',
};
