import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, it } from 'vitest';

import type { Rule } from '#core/lint/rule.ts';
import { rules } from '#core/lint/rules/index.ts';
import { formatMinorVersion } from '#core/lint/versions/minor-version.ts';

import { launchRules } from '../lint/launch-rules.ts';
import { type PageExample, pageExample } from '../lint/page-examples.ts';
import { repositoryRoot } from './run-plugin.ts';
import { scratchRepository } from './scratch-repository.ts';

interface JsonFinding {
  readonly ruleId: string;
  readonly severity: string;
  readonly file: string;
  readonly range: { readonly start: Place; readonly end: Place };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Of the examples of every page, as `lint --format json` of one folder finds them. */
interface Examples {
  readonly texts: ReadonlyMap<string, string>;
  readonly findings: readonly JsonFinding[];
}

const sections = ['Bad', 'Good'] as const;

/** Rules that speak of measured use stay silent here: no metrics are given. */
const unmeasured = rules.filter(({ meta }) => meta.needs?.includes('usage') !== true);

const fileOf = (rule: Pick<Rule, 'id'>, section: (typeof sections)[number]): string =>
  `${rule.id}/${section.toLowerCase()}/example.yaml`;

/** Each example is a world of its own: what it does not show does not exist. */
function configurationOf({ settings }: PageExample): string {
  const { kubernetesVersion, vpaVersion } = settings;
  return [
    'scope: complete',
    'preset: strict',
    ...(kubernetesVersion ? [`kubernetesVersion: "${formatMinorVersion(kubernetesVersion)}"`] : []),
    ...(vpaVersion ? [`vpaVersion: "${formatMinorVersion(vpaVersion)}"`] : []),
    '',
  ].join('\n');
}

async function lintAllExamples(): Promise<Examples> {
  const texts = new Map<string, string>();
  const files: Record<string, string> = {};
  for (const rule of unmeasured) {
    const page = readFileSync(`${repositoryRoot}docs/rules/${rule.id}.md`, 'utf8');
    for (const section of sections) {
      const example = pageExample(page, section);
      const file = fileOf(rule, section);
      texts.set(file, example.yaml);
      files[file] = example.yaml;
      files[file.replace('example.yaml', '.kubectl-autoscale.yaml')] = configurationOf(example);
    }
  }
  const run = await scratchRepository(files).lint(['--format', 'json', '--fail-on', 'never']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const report = JSON.parse(run.stdout) as { findings: readonly JsonFinding[]; crashedRules: unknown };
  expect(report.crashedRules).toEqual([]);
  return { texts, findings: report.findings };
}

/** `error 14:17 "averageUtilization: 70"`: the first line of what is marked. */
function marked({ severity, file, range: { start, end } }: JsonFinding, { texts }: Examples): string {
  const line = texts.get(file)?.split('\n')[start.line - 1] ?? '';
  const text = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
  const more = start.line === end.line ? '' : ` to ${end.line}:${end.column}`;
  return `${severity} ${start.line}:${start.column} ${JSON.stringify(text)}${more}`;
}

describe('the built program on the examples of every page', () => {
  let examples: Examples;
  beforeAll(async () => {
    examples = await lintAllExamples();
  });

  const found = (rule: Rule, section: (typeof sections)[number]): readonly JsonFinding[] =>
    examples.findings.filter(({ ruleId, file }) => ruleId === rule.id && file === fileOf(rule, section));

  it.each(unmeasured)('finds $id in the bad one and not in the good one', (rule) => {
    expect(found(rule, 'Bad')).not.toEqual([]);
    expect(found(rule, 'Good')).toEqual([]);
  });

  it('leaves out no rule of the first release', () => {
    const fired = new Set(examples.findings.map(({ ruleId }) => ruleId));
    expect(launchRules.filter((id) => !fired.has(id))).toEqual([]);
  });

  it('marks the words that are wrong (npx vitest run test/cli/rule-examples.test.ts -u; read the difference)', async () => {
    const lines = unmeasured.flatMap((rule) => [
      rule.id,
      ...found(rule, 'Bad').map((finding) => `  ${marked(finding, examples)}`),
    ]);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('rule-examples.txt');
  });
});
