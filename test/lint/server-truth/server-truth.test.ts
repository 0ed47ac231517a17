import { describe, expect, it } from 'vitest';

import { createLinter } from '#core/lint/engine.ts';
import type { Finding } from '#core/lint/finding.ts';
import { rules } from '#core/lint/rules/index.ts';
import { defaultLintSettings, type LintSettings } from '#core/lint/settings.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { type TruthCase, truthCases } from './server-truth.ts';

/** The releases that the tables speak of. */
const settings: LintSettings = {
  ...defaultLintSettings,
  preset: 'strict',
  kubernetesVersion: { major: 1, minor: 36 },
  vpaVersion: { major: 1, minor: 8 },
};

/** What we say of the first object. */
function findingsOf({ manifest }: TruthCase): readonly Finding[] {
  const file = parseSourceFile('case.yaml', manifest);
  expect(file.problems).toEqual([]);
  const [first] = file.documents.flatMap(({ resources }) => resources);
  const { findings, crashedRules } = createLinter(settings).lint(createWorkspaceIndex([file]));
  expect(crashedRules).toEqual([]);
  return findings.filter(({ object }) => object?.kind === first?.kind && object?.name === first?.name);
}

describe.each(['kube-apiserver', 'vpa', 'keda'] as const)('our verdict beside that of %s', (table) => {
  const cases = truthCases(table);

  it.each(cases.filter(({ verdict }) => verdict === 'rejects'))('rejects $name', (entry) => {
    const found = findingsOf(entry);
    const claims = found.map(({ ruleId }) => ruleId);
    if (entry.unlike === undefined) expect(claims).toContain(entry.rule);
    else expect(claims.filter((id) => isRejection(id, entry))).toEqual([]);
  });

  it.each(cases.filter(({ verdict }) => verdict === 'accepts'))('accepts $name', (entry) => {
    const claims = findingsOf(entry)
      .filter(({ severity, ruleId }) => severity === 'error' && isRejection(ruleId, entry))
      .map(({ ruleId, message }) => `${ruleId}: ${message}`);
    expect(claims).toEqual([]);
  });

  it('names a rule or a reason for each rejection, and the source where no server is asked', () => {
    for (const { name, verdict, rule, unlike, source } of cases) {
      expect([rule, unlike].filter(Boolean), name).toHaveLength(verdict === 'rejects' ? 1 : 0);
      if (table === 'keda') expect(source, name).toMatch(/^[a-zA-Z]+$/);
    }
  });
});

/** Every rule that says who rejects is held to a table, or is named here with why it cannot be. */
const untabled = new Map([
  ['karpenter-requirement-invalid', 'the CRD of Karpenter is not among the programs that are built'],
]);

it('has a case for each rule that says who rejects the object', () => {
  const tabled = new Set(
    (['kube-apiserver', 'vpa', 'keda'] as const).flatMap((table) =>
      truthCases(table).map(({ rule }) => rule),
    ),
  );
  const missing = rules
    .filter(({ id, meta }) => meta.rejectedBy !== undefined && !tabled.has(id) && !untabled.has(id))
    .map(({ id }) => id);
  expect(missing).toEqual([]);
});

function isRejection(ruleId: string, { server }: TruthCase): boolean {
  return rules.find(({ id }) => id === ruleId)?.meta.rejectedBy === server;
}
