import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { createLinter } from '#core/lint/engine.ts';
import type { Finding, Fix } from '#core/lint/finding.ts';
import { rules } from '#core/lint/rules/index.ts';
import { applyEdits } from '#core/manifest/apply-edits.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { type PageExample, pageExample } from './page-examples.ts';
import { layouts, variants } from './variants.ts';

const folder = new URL('../../docs/rules/', import.meta.url);
const pages = readdirSync(folder).filter((name) => name !== 'README.md');

/** Findings of every rule, whatever its preset. */
function findingsIn(text: string, { settings, usage }: PageExample): readonly Finding[] {
  const index = createWorkspaceIndex([parseSourceFile('example.yaml', text)]);
  const result = createLinter({ ...settings, preset: 'strict' }, rules).lint(index, usage ? { usage } : {});
  expect(result.crashedRules).toEqual([]);
  return result.findings;
}

function apply(text: string, fix: Fix): string {
  return applyEdits(text, fix.edits());
}

const commentsOf = (text: string): readonly string[] => text.match(/(?<=^|\s)#.*$/gm) ?? [];
const describeFinding = ({ ruleId, message, object }: Finding): string =>
  `${ruleId} ${object?.kind}/${object?.name}: ${message}`;

/** What stands in the text before and after, as `diff` shows it. */
function changedLines(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const part = (lines: readonly string[], mark: string): readonly string[] =>
    lines.slice(start, lines.length - end).map((line) => `${mark}${line}`);
  return [...part(old, '-'), ...part(now, '+')].join('\n');
}

describe.each(pages)('the fixes of the bad example of %s', (page) => {
  const id = page.replace(/\.md$/, '');
  const example = pageExample(readFileSync(new URL(page, folder), 'utf8'), 'Bad');
  const spellings = [...variants, ...layouts].flatMap(({ name, rewrite, isShared }) => {
    const text = rewrite(example.yaml);
    return text === undefined ? [] : [{ name, text, isShared: isShared ?? false }];
  });

  it.each(spellings)('each mends what it is offered for ($name)', ({ text, isShared }) => {
    for (const finding of findingsIn(text, example)) {
      if (finding.ruleId !== id) continue;
      for (const fix of finding.fixes) {
        const edits = fix.edits();
        // Where a whole mapping is shared or laid out past recognition an exact edit may be impossible; it is then none at all.
        if (edits.length === 0) continue;
        const after = applyEdits(text, edits);
        const parsed = parseSourceFile('example.yaml', after);
        expect(parsed.problems, `${fix.title}\n${after}`).toEqual([]);
        const left = findingsIn(after, example).map(describeFinding);
        // What is left to a person to do is said in the title.
        if (fix.title.includes('(then ')) continue;
        expect(left, `${fix.title}\n${after}`).not.toContain(describeFinding(finding));
        expect(after.includes('\r\n')).toBe(text.includes('\r\n'));
        if (!isShared && !fix.title.startsWith('Remove')) {
          expect(commentsOf(after)).toEqual(expect.arrayContaining([...commentsOf(text)]));
        }
      }
    }
  });

  it('they change these lines', () => {
    const changes = findingsIn(example.yaml, example)
      .filter(({ ruleId }) => ruleId === id)
      .flatMap(({ fixes }) => fixes)
      .map((fix) => `${fix.kind}: ${fix.title}\n${changedLines(example.yaml, apply(example.yaml, fix))}\n`);
    expect(changes.join('\n')).toMatchSnapshot();
  });
});
