import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { applyFixes } from '#core/lint/apply-fixes.ts';
import { createLinter, type Linter, type LintRequest } from '#core/lint/engine.ts';
import type { Finding } from '#core/lint/finding.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex, type WorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { type PageExample, pageExample } from './page-examples.ts';
import { layouts, type Variant, variants } from './variants.ts';

const folder = new URL('../../docs/rules/', import.meta.url);
const pages = readdirSync(folder).filter((name) => name !== 'README.md');
const path = 'example.yaml';

interface Setup {
  readonly linter: Linter;
  readonly index: WorkspaceIndex;
  readonly request: LintRequest;
}

/** The bad example of a page in some spelling, linted by every rule; `undefined` where it cannot be spelt so. */
function setup({ yaml, settings, usage }: PageExample, { rewrite }: Variant): Setup | undefined {
  const text = rewrite(yaml);
  if (text === undefined) return undefined;
  return {
    linter: createLinter({ ...settings, preset: 'strict' }),
    index: createWorkspaceIndex([parseSourceFile(path, text)]),
    request: usage ? { usage } : {},
  };
}

const textOf = ({ files }: WorkspaceIndex): string => files.get(path)?.text ?? '';
const commentsOf = (text: string): readonly string[] => text.match(/(?<=^|\s)#.*$/gm) ?? [];
const isSafe = ({ fixes }: Finding): boolean =>
  fixes.some((fix) => fix.kind === 'safe' && fix.edits().length > 0);

describe.each(pages)('the safe fixes of the bad example of %s', (page) => {
  const example = pageExample(readFileSync(new URL(page, folder), 'utf8'), 'Bad');

  it.each([...variants, ...layouts])('end, and change nothing the second time ($name)', (variant) => {
    const found = setup(example, variant);
    if (!found) return;
    const { linter, index, request } = found;
    const before = textOf(index);
    const once = applyFixes(linter, index, request);
    const after = textOf(once.index);
    expect(once.result.findings.filter(isSafe).map(({ ruleId }) => ruleId)).toEqual([]);
    expect(applyFixes(linter, once.index, request).changed.size).toBe(0);
    expect(parseSourceFile(path, after).problems).toEqual([]);
    expect(after.startsWith('\ufeff')).toBe(before.startsWith('\ufeff'));
    expect(after.replaceAll('\r\n', '').includes('\n')).toBe(before.replaceAll('\r\n', '').includes('\n'));
    // A rule that mends all that it found is not heard of again.
    const mended = new Set(once.applied.map(({ ruleId }) => ruleId));
    const wasSafe = linter.lint(index, request).findings.filter(({ ruleId }) => mended.has(ruleId));
    if (wasSafe.every(isSafe)) {
      expect(once.result.findings.filter(({ ruleId }) => mended.has(ruleId))).toEqual([]);
    }
    if (!once.applied.some(({ title }) => title.startsWith('Remove'))) {
      expect(commentsOf(after)).toEqual(expect.arrayContaining([...commentsOf(before)]));
    }
  });

  it('touch nothing that an alias repeats, and the finding says where to do it', () => {
    const [plain, shared] = variants;
    const written = setup(example, plain!);
    const aliased = setup(example, variants.find(({ isShared }) => isShared) ?? shared!);
    if (!written || !aliased) return;
    const fixable = ({ linter, index, request }: Setup) =>
      linter.lint(index, request).findings.map((finding) => ({
        finding,
        titles: finding.fixes.filter((fix) => fix.edits().length > 0).map(({ title }) => title),
      }));
    const inAliased = fixable(aliased);
    for (const { finding, titles } of fixable(written)) {
      const same = inAliased.find(
        ({ finding: other }) =>
          other.ruleId === finding.ruleId &&
          other.message === finding.message &&
          other.object?.name === finding.object?.name,
      );
      if (!same || titles.every((title) => same.titles.includes(title))) continue;
      expect(
        same.finding.related.map(({ message }) => message),
        `${finding.ruleId}: ${titles.join(', ')}`,
      ).toContainEqual(expect.stringMatching(/alias|anchor/));
    }
  });
});
