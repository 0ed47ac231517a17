import { readFileSync } from 'node:fs';

import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv, type SchemaObject } from 'ajv';
import { describe, expect, it } from 'vitest';

import { createLinter } from '#core/lint/engine.ts';
import type { LintResult } from '#core/lint/lint-result.ts';
import { reportSarif } from '#core/lint/reporters/sarif.ts';
import { rules } from '#core/lint/rules/index.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { pageExample } from './page-examples.ts';

// The schema of the makers of SARIF, out of their npm package. But for redundant types and two patterns of languages it is that
// of the standard's errata 01 (docs.oasis-open.org/sarif/sarif/v2.1.0), which adds that a region has a start.
const { $schema: draft, id, ...schema } = sarifSchema as SchemaObject;
const validate = new Ajv({
  strict: false,
  unicodeRegExp: false,
  validateFormats: false,
  allErrors: true,
}).compile(schema);

/** Every rule's bad example in a file of its own, and what is wrong with files themselves. */
function everything(): {
  readonly result: LintResult;
  readonly files: ReturnType<typeof createWorkspaceIndex>;
} {
  const results = rules.map(({ id }) => {
    const page = readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8');
    const { yaml, settings, usage } = pageExample(page, 'Bad');
    const file = parseSourceFile(`k8s/${id} #1 ä%.yaml`, yaml);
    const on = { ...settings, preset: 'strict' as const };
    return { file, result: createLinter(on).lint(createWorkspaceIndex([file]), usage ? { usage } : {}) };
  });
  const broken = [
    parseSourceFile('broken.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: [}\n'),
    parseSourceFile('bom.yaml', '\uFEFF# autoscale-disable-file nothing\r\napiVersion: v1\r\nkind: Pod\r\n'),
    parseSourceFile('large.yaml', `apiVersion: v1\nkind: Pod\n${'#\n'.repeat(2 ** 22)}`),
  ];
  const files = createWorkspaceIndex([...results.map(({ file }) => file), ...broken]);
  const ofFiles = createLinter().lint(files, { reportOn: broken.map(({ path }) => path) });
  const findings = [...results, { result: ofFiles }].flatMap(({ result }) => result.findings);
  return { files, result: { ...ofFiles, findings } };
}

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly endLine: number; readonly startColumn: number };
  };
}

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly message: { readonly text: string };
      readonly locations: readonly Location[];
      readonly relatedLocations?: readonly Location[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

describe('SARIF', () => {
  const { result, files } = everything();
  const context = { files: files.files, toolVersion: '1.2.3' };
  const log = JSON.parse(reportSarif(result, context)) as SarifLog;
  const [run] = log.runs;
  const results = run?.results ?? [];

  it.each<[string, LintResult]>([
    ['of every rule', result],
    ['without findings', { ...result, findings: [] }],
  ])('%s is what the schema says', (_what, some) => {
    validate(JSON.parse(reportSarif(some, context)));
    expect(validate.errors).toBeNull();
  });

  it('of something else is not', () => {
    // Nothing that the schema uses changed after its draft, but the name of its id.
    expect([draft, id]).toEqual([
      'http://json-schema.org/draft-04/schema#',
      expect.stringContaining('sarif-2.1.0'),
    ]);
    expect(
      validate({ version: '2.1.0', runs: [{ results: [{ locations: [{ physicalLocation: 1 }] }] }] }),
    ).toBe(false);
  });

  it('covers every rule', () => {
    const found = new Set(results.map(({ ruleId }) => ruleId));
    expect(rules.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
    for (const id of ['yaml-syntax', 'yaml-too-large', 'unused-suppression']) expect(found).toContain(id);
  });

  it('gives every location a file of the repository and a region that starts at 1 or later', () => {
    const locations = results.flatMap(({ locations: own, relatedLocations = [] }) => [
      ...own,
      ...relatedLocations,
    ]);
    expect(results.every(({ locations: own }) => own.length === 1)).toBe(true);
    for (const { physicalLocation } of locations) {
      const uri = physicalLocation?.artifactLocation.uri ?? '';
      expect(uri).not.toMatch(/^[a-z]+:|^\/|\\|^\.\.|[ #ä]/i);
      expect(files.files.has(decodeURIComponent(uri))).toBe(true);
      expect(physicalLocation?.region.startLine).toBeGreaterThan(0);
      expect(physicalLocation?.region.startColumn).toBeGreaterThan(0);
      expect(physicalLocation?.region.endLine).toBeGreaterThanOrEqual(
        physicalLocation?.region.startLine ?? 0,
      );
    }
  });

  it('describes each rule once and gives each result a message and a fingerprint of its own', () => {
    const described = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(new Set(described).size).toBe(described.length);
    expect(results.every(({ message }) => message.text.trim() !== '')).toBe(true);
    const prints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    expect(new Set(prints).size).toBe(results.length);
  });
});
