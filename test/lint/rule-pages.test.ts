import { readdirSync, readFileSync } from 'node:fs';

import { format } from 'prettier';
import { describe, expect, it } from 'vitest';

import { createLinter } from '#core/lint/engine.ts';
import { fileRules } from '#core/lint/file-rules.ts';
import type { Rule, RuleCategory } from '#core/lint/rule.ts';
import { rules } from '#core/lint/rules/index.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { type PageExample, pageExample } from './page-examples.ts';

const folder = new URL('../../docs/rules/', import.meta.url);

function findingsOf(rule: Rule, { yaml, settings, usage }: PageExample): readonly string[] {
  const index = createWorkspaceIndex([parseSourceFile('example.yaml', yaml)]);
  const result = createLinter({ ...settings, preset: 'strict' }, [rule]).lint(index, usage ? { usage } : {});
  expect(result.crashedRules).toEqual([]);
  return result.findings.map(({ ruleId }) => ruleId);
}

describe.each(rules)('the page of $id', (rule) => {
  const { id, meta } = rule;
  const text = readFileSync(new URL(`${id}.md`, folder), 'utf8');
  const page = unformatted(text);

  it('says what the rule says of itself', () => {
    expect(page.startsWith(`# ${id}\n\n${meta.summary}\n\n| severity | preset | fix |`)).toBe(true);
    expect(page).toContain(`\n## What happens\n\n${meta.why}\n`);
    expect(page).toContain(`\n## The fix\n\n${meta.remediation}`);
    expect(page).toMatch(/\n## When not to use it\n\n[A-Z`]/);
    const [, sources = ''] = page.split('\n## Where it comes from\n\n');
    expect(sources.trim().split('\n')).toEqual(
      meta.references.map(({ title, url }) => `- [${title}](${url})`),
    );
    for (const name of Object.keys(meta.options ?? {})) expect(page).toContain(`| \`${name}\` |`);
  });

  it('has a bad example that the rule finds', () => {
    expect(new Set(findingsOf(rule, pageExample(text, 'Bad')))).toEqual(new Set([id]));
  });

  it('has a good example in which no recommended rule finds anything', () => {
    const example = pageExample(text, 'Good');
    const { yaml, settings, usage } = example;
    const index = createWorkspaceIndex([parseSourceFile('example.yaml', yaml)]);
    const findings = createLinter(settings)
      .lint(index, usage ? { usage } : {})
      .findings.map(({ ruleId, message }) => `${ruleId}: ${message}`);
    expect(findings).toEqual([]);
    expect(findingsOf(rule, example)).toEqual([]);
  });
});

/** Without the columns that the formatter lines up. */
function unformatted(page: string): string {
  return page.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');
}

const categories: readonly (readonly [RuleCategory, string])[] = [
  ['hpa', 'Horizontal Pod Autoscaler'],
  ['workload', 'Workloads and their autoscaler'],
  ['vpa', 'Vertical Pod Autoscaler'],
  ['resources', 'Resources and quantities'],
  ['disruption', 'Disruption budgets and drains'],
  ['cluster-autoscaler', 'Cluster Autoscaler'],
  ['gpu', 'GPUs and spot nodes'],
  ['karpenter', 'Karpenter'],
  ['keda', 'KEDA'],
];
const fixWords = { none: '', safe: '`--fix`', suggestion: 'suggestion' } as const;

/** The index of all rules; the words around the tables are kept here. */
function indexPage(): string {
  const tables = categories.map(([category, title]) => {
    const rows = rules
      .filter(({ meta }) => meta.category === category)
      .map(
        ({ id, meta }) =>
          `| [${id}](${id}.md) | ${meta.severity} | ${meta.preset} | ${fixWords[meta.fix]} | ${meta.summary} |\n`,
      );
    return `## ${title}\n\n| rule | severity | preset | fix | finds |\n| --- | --- | --- | --- | --- |\n${rows.join('')}\n`;
  });
  const own = Object.values(fileRules).map(
    ({ id, meta }) => `| ${id} | ${meta.severity} | ${meta.preset} | ${meta.summary} ${meta.why} |\n`,
  );
  return `# Rules

${rules.length} rules. \`recommended\` holds what is proven by a source; \`strict\` adds opinions and hints. A rule that needs a version, a cloud or a
complete workspace stays silent until it is told.

${tables.join('')}## The file itself

| rule | severity | preset | finds |
| --- | --- | --- | --- |
${own.join('')}
## Suppressing a finding

- \`# autoscale-disable-next-line <rule> -- reason\` above the marked line, \`# autoscale-disable-line\` on it.
- \`# autoscale-disable <rule> -- reason\` … \`# autoscale-enable <rule>\` for a stretch, \`# autoscale-disable-file\` for the file. Several rules are
  separated by commas; without a rule all are meant.
- The annotation \`kubectl-autoscale.io/ignore-<rule>: "reason"\` on the object or on its pod template, \`ignore-all\` for every rule.
- \`overrides\` in \`.kubectl-autoscale.yaml\` for files, kinds, namespaces and names, vendored charts for example.

A suppression that silences nothing is reported.
`;
}

describe('the folder of pages', () => {
  it('has a page for each rule and nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual([...rules.map(({ id }) => `${id}.md`), 'README.md'].sort());
  });

  it('has an index made from the rules (npx vitest run test/lint/rule-pages.test.ts -u writes it)', async () => {
    await expect(await format(indexPage(), { parser: 'markdown', printWidth: 110 })).toMatchFileSnapshot(
      '../../docs/rules/README.md',
    );
  });
});
