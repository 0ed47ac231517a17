import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fileRules } from '#core/lint/file-rules.ts';
import { rules } from '#core/lint/rules/index.ts';

import { casesByRule } from './case-counts.ts';
import { launchRules } from './launch-rules.ts';

const folder = new URL('../../core/src/lint/rules/', import.meta.url);
const files = readdirSync(folder).filter((name) => name !== 'index.ts');

describe('the registry of rules', () => {
  it('holds exactly the files of the folder, sorted', () => {
    expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });

  it.each(rules)('$id says what it must', ({ id, meta }) => {
    expect(meta.summary).toMatch(/^[A-Z].*\.$/);
    expect(meta.why).toMatch(/^[A-Z].*\.$/);
    expect(meta.remediation).toMatch(/^[A-Z].*\.$/);
    // Terminals and editors show them as they are.
    const texts = [meta.summary, meta.why, meta.remediation, ...Object.values(meta.messages)];
    expect(texts.join()).not.toContain('`');
    expect(meta.appliesTo.length).toBeGreaterThan(0);
    expect(meta.references.length).toBeGreaterThan(0);
    for (const { url } of meta.references) expect(url).toMatch(/^https:\/\//);
    // A message goes into the middle of a line: no capital, no full stop.
    for (const message of Object.values(meta.messages)) expect(message).not.toMatch(/\.$/);
    const source = readFileSync(new URL(`${id}.ts`, folder), 'utf8');
    expect(
      source.includes("'safe'") || meta.fix !== 'safe',
      'a safe fix is offered where one is declared',
    ).toBe(true);
  });

  it('has no id twice, not even among what the engine finds itself', () => {
    const ids = [...rules.map(({ id }) => id), ...Object.keys(fileRules)];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds every rule of the launch set', () => {
    const ids = rules.map(({ id }) => id);
    expect(launchRules).toHaveLength(66);
    expect(launchRules.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('the cases of each rule', () => {
  const cases = casesByRule();

  it.each(rules)('$id has a bad example, one that looks different, and a near miss', ({ id }) => {
    const { bad = 0, good = 0 } = cases.get(id) ?? {};
    expect(bad).toBeGreaterThanOrEqual(2);
    expect(good).toBeGreaterThanOrEqual(1);
  });
});
