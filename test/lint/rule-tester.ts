import { describe, expect, it } from 'vitest';

import type { ClusterObjects } from '#core/lint/cluster-objects.ts';
import { createLinter } from '#core/lint/engine.ts';
import type { Finding, Severity } from '#core/lint/finding.ts';
import type { LintResult } from '#core/lint/lint-result.ts';
import type { Rule } from '#core/lint/rule.ts';
import { defaultLintSettings, type LintSettings } from '#core/lint/settings.ts';
import type { UsageFacts } from '#core/lint/usage.ts';
import { applyEdits } from '#core/manifest/apply-edits.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { type MarkedText, readMarks } from './marked-text.ts';
import { type Variant, variants } from './variants.ts';

interface Case {
  /** Manifests by path, or one file. */
  readonly yaml: string | Readonly<Record<string, string>>;
  readonly settings?: Partial<LintSettings>;
  readonly cluster?: ClusterObjects;
  readonly usage?: UsageFacts;
}

interface BadCase extends Case {
  /** The messages, in the order of the marks. */
  readonly says: readonly string[];
  /** The severities, where they are not the rule's own. */
  readonly severities?: readonly Severity[];
  /** By the title of each fix that is offered for the first finding: the manifests after it (one file), marks left out. */
  readonly fixes?: Readonly<Record<string, string>>;
}

/** What a rule must find and must leave alone. `good` holds the near misses. */
export interface RuleCases {
  readonly bad: Readonly<Record<string, BadCase>>;
  readonly good: Readonly<Record<string, Case>>;
}

/**
 * Runs a rule alone on each case, written in every variant, and compares findings (exact range, message, severity) and the
 * whole text after each fix.
 */
export function testRule(rule: Rule, cases: RuleCases): void {
  describe(rule.id, () => {
    for (const variant of variants) {
      for (const [name, bad] of Object.entries(cases.bad)) {
        const files = rewrite(bad.yaml, variant);
        if (files) it(`finds ${name} (${variant.name})`, () => expectFindings(rule, bad, files));
        if (files && bad.fixes) {
          it(`fixes ${name} (${variant.name})`, () => expectFixes(rule, bad, bad.fixes ?? {}, variant));
        }
      }
      for (const [name, good] of Object.entries(cases.good)) {
        const files = rewrite(good.yaml, variant);
        if (files) it(`leaves ${name} alone (${variant.name})`, () => expectNothing(rule, good, files));
      }
    }
  });
}

type Files = Readonly<Record<string, MarkedText>>;

function rewrite(yaml: Case['yaml'], variant: Variant): Files | undefined {
  const files: Record<string, MarkedText> = {};
  for (const [path, text] of Object.entries(typeof yaml === 'string' ? { 'manifest.yaml': yaml } : yaml)) {
    const rewritten = variant.rewrite(text);
    if (rewritten === undefined) return undefined;
    files[path] = readMarks(rewritten);
  }
  return files;
}

/** Lints texts with one rule that is on whatever its preset. */
export function lintWith(
  rule: Rule,
  texts: Readonly<Record<string, string>>,
  options: Omit<Case, 'yaml'>,
): LintResult {
  const index = createWorkspaceIndex(
    Object.entries(texts).map(([path, text]) => parseSourceFile(path, text)),
  );
  const settings = { ...defaultLintSettings, preset: 'strict', ...options.settings } as const;
  const { cluster, usage } = options;
  return createLinter(settings, [rule]).lint(index, {
    ...(cluster ? { cluster } : {}),
    ...(usage ? { usage } : {}),
  });
}

function run(rule: Rule, testCase: Case, files: Files): readonly Finding[] {
  const texts = Object.fromEntries(Object.entries(files).map(([path, file]) => [path, file.text]));
  const result = lintWith(rule, texts, testCase);
  expect(result.crashedRules).toEqual([]);
  return result.findings;
}

function expectFindings(rule: Rule, bad: BadCase, files: Files): void {
  const marks = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, marked]) =>
      marked.ranges.map((range) => ({ file, marked: marked.text.slice(range.start, range.end), ...range })),
    );
  expect(marks.length, 'as many marks as messages').toBe(bad.says.length);
  const found = run(rule, bad, files).map((finding) => ({
    message: finding.message,
    severity: finding.severity,
    file: finding.file,
    marked: files[finding.file]!.text.slice(finding.range.start, finding.range.end),
    ...finding.range,
  }));
  const expected = marks.map((mark, index) => ({
    message: bad.says[index],
    severity: bad.severities?.[index] ?? rule.meta.severity,
    ...mark,
  }));
  expect(found).toEqual(expected);
}

function expectNothing(rule: Rule, good: Case, files: Files): void {
  expect(Object.values(files).flatMap((file) => file.ranges)).toEqual([]);
  expect(run(rule, good, files).map((finding) => finding.message)).toEqual([]);
}

function expectFixes(
  rule: Rule,
  bad: BadCase,
  fixes: Readonly<Record<string, string>>,
  variant: Variant,
): void {
  const files = rewrite(bad.yaml, variant) ?? {};
  const [finding] = run(rule, bad, files);
  const offered = finding?.fixes.map((fix) => fix.title) ?? [];
  // A fix that writes outside the shared part is right there too.
  if (variant.isShared) expect(Object.keys(fixes)).toEqual(expect.arrayContaining(offered));
  else expect(offered).toEqual(Object.keys(fixes));
  for (const fix of finding?.fixes ?? []) {
    const edits = fix.edits();
    const [path, ...others] = new Set(edits.map((edit) => edit.file));
    expect(others, 'a fix of one file').toEqual([]);
    const after = applyEdits(files[path!]!.text, edits);
    expect(after).toBe(readMarks(variant.rewrite(fixes[fix.title] ?? '') ?? '').text);
  }
}
