import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { createLinter } from '#core/lint/engine.ts';
import type { LintResult } from '#core/lint/lint-result.ts';
import { reportCompact } from '#core/lint/reporters/compact.ts';
import { fingerprints } from '#core/lint/reporters/fingerprint.ts';
import { reportGithub } from '#core/lint/reporters/github.ts';
import { reportGitlab } from '#core/lint/reporters/gitlab.ts';
import { reportJson } from '#core/lint/reporters/json.ts';
import { reportJunit } from '#core/lint/reporters/junit.ts';
import { ansiPalette } from '#core/lint/reporters/palette.ts';
import { reportSarif } from '#core/lint/reporters/sarif.ts';
import { reportText } from '#core/lint/reporters/text.ts';
import { hpaDuplicateTarget } from '#core/lint/rules/hpa-duplicate-target.ts';
import { hpaMinGreaterThanMax } from '#core/lint/rules/hpa-min-greater-than-max.ts';
import { hpaRemovedApi } from '#core/lint/rules/hpa-removed-api.ts';
import { defaultLintSettings } from '#core/lint/settings.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { documents, hpa } from './manifests.ts';

const files = {
  'k8s/a & b.yaml': documents(
    hpa('minReplicas: 5\nmaxReplicas: 3'),
    hpa('maxReplicas: 9', { name: 'second' }),
  ),
  'k8s/old.yaml': hpa('maxReplicas: 2', { version: 'v2beta2', target: 'api' }),
};
const index = createWorkspaceIndex(Object.entries(files).map(([path, text]) => parseSourceFile(path, text)));
const linter = createLinter(defaultLintSettings, [hpaMinGreaterThanMax, hpaDuplicateTarget, hpaRemovedApi]);
const result = linter.lint(index);
const clean: LintResult = { ...result, findings: [] };
const context = { files: index.files, toolVersion: '1.2.3' };

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
}

interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly locations: readonly SarifLocation[];
    readonly relatedLocations?: readonly SarifLocation[];
  }[];
}

describe('text', () => {
  it('shows each finding in its code, with the reason, what belongs to it, and what to do', () => {
    expect(reportText(result, context, { elapsed: '0.21 s', width: 80 })).toMatchInlineSnapshot(`
      "error   hpa-duplicate-target                                k8s/a & b.yaml:10:11
          9 │     kind: Deployment
         10 │     name: web
            │           ^^^ Deployment web is also scaled by HPA second: neither will
            │               act
            │ k8s/a & b.yaml:23  HPA second scales it too
         why   Since Kubernetes 1.27 both report AmbiguousSelector and neither scales.

      error   hpa-min-greater-than-max                            k8s/a & b.yaml:11:16
         10 │     name: web
         11 │   minReplicas: 5
            │                ^ minReplicas 5 is greater than maxReplicas 3
            │ k8s/a & b.yaml:12  maxReplicas is set here
         why   The API server rejects the object, so the last applied HPA, or none,
               stays in force.
         fix   Raise maxReplicas to 5 (fix --rule hpa-min-greater-than-max
               --suggestions)
         fix   Swap minReplicas and maxReplicas (by hand)

      error   hpa-duplicate-target                                k8s/a & b.yaml:23:11
         22 │     kind: Deployment
         23 │     name: web
            │           ^^^ Deployment web is also scaled by HPA web: neither will act
            │ k8s/a & b.yaml:10  HPA web scales it too
         why   Since Kubernetes 1.27 both report AmbiguousSelector and neither scales.

      error   hpa-removed-api                                        k8s/old.yaml:1:13
          1 │ apiVersion: autoscaling/v2beta2
            │             ^^^^^^^^^^^^^^^^^^^ autoscaling/v2beta2 is not served from
            │                                 Kubernetes 1.26: write autoscaling/v2
         why   From Kubernetes 1.25 (v2beta1) or 1.26 (v2beta2) kubectl apply fails
               with "no matches for kind".
         fix   Convert to autoscaling/v2 (--fix)

      4 errors, 0 warnings in 2 files (3 objects) · 1 fixable with --fix · 0.21 s
      "
    `);
  });

  it('colours what the palette colours, and nothing else changes', () => {
    const coloured = reportText(result, context, { palette: ansiPalette });
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(reportText(result, context));
    expect(coloured).toContain('\u001b[31merror');
  });

  it('never lets a manifest speak to the terminal', () => {
    const evil = createWorkspaceIndex([
      parseSourceFile('a.yaml', hpa('minReplicas: 5 # \u001b[31mred\u0007\nmaxReplicas: 3')),
    ]);
    const text = reportText(linter.lint(evil), { files: evil.files, toolVersion: '1' });
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u001b\u0007]/);
  });
});

describe('json', () => {
  const validate = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
  }).compile(
    JSON.parse(readFileSync(new URL('../../docs/schemas/lint-result.schema.json', import.meta.url), 'utf8')),
  );

  it.each([
    ['findings', result],
    ['nothing', clean],
  ])('of %s is what the schema says', (_name, some) => {
    validate(JSON.parse(reportJson(some, context)));
    expect(validate.errors).toBeNull();
  });

  it('tells the place of each finding and of its fix', () => {
    const { findings } = JSON.parse(reportJson(result, context)) as { findings: Record<string, unknown>[] };
    expect(findings.at(-1)).toMatchObject({
      ruleId: 'hpa-removed-api',
      severity: 'error',
      file: 'k8s/old.yaml',
      range: { start: { line: 1, column: 13 }, end: { line: 1, column: 32 } },
      object: {
        apiVersion: 'autoscaling/v2beta2',
        kind: 'HorizontalPodAutoscaler',
        namespace: 'shop',
        name: 'web',
      },
      fix: {
        kind: 'safe',
        edits: [
          {
            file: 'k8s/old.yaml',
            newText: 'autoscaling/v2',
            range: { start: { line: 1, column: 13 }, end: { line: 1, column: 32 } },
          },
        ],
      },
    });
  });
});

describe('sarif', () => {
  const log = (some: LintResult): SarifRun =>
    (JSON.parse(reportSarif(some, context)) as { runs: [SarifRun] }).runs[0];

  it('has results also when there are none', () => {
    expect(log(clean).results).toEqual([]);
  });

  it('escapes paths, counts from 1, and refers to the rule', () => {
    const run = log(result);
    for (const finding of run.results) {
      expect(run.tool.driver.rules[finding.ruleIndex]?.id).toBe(finding.ruleId);
      for (const { physicalLocation } of [...finding.locations, ...(finding.relatedLocations ?? [])]) {
        expect(physicalLocation.artifactLocation.uri).toMatch(/^k8s\/(a%20&%20b|old)\.yaml$/);
        expect(physicalLocation.region.startLine).toBeGreaterThan(0);
        expect(physicalLocation.region.startColumn).toBeGreaterThan(0);
      }
    }
  });

  it('keeps fingerprints when lines move, and never gives two findings one', () => {
    const moved = createWorkspaceIndex(
      Object.entries(files).map(([path, text]) => parseSourceFile(path, `# a line more\n${text}`)),
    );
    const before = fingerprints(result.findings);
    expect(fingerprints(linter.lint(moved).findings)).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
    expect(new Set(fingerprints([...result.findings, ...result.findings])).size).toBe(2 * before.length);
  });
});

describe('the line formats', () => {
  it('compact', () => {
    expect(reportCompact(result, context).split('\n')[0]).toBe(
      'k8s/a & b.yaml:10:11: error: Deployment web is also scaled by HPA second: neither will act [hpa-duplicate-target]',
    );
  });

  it('github escapes what would end a command', () => {
    const [finding] = result.findings;
    const odd = { ...clean, findings: [{ ...finding!, file: 'a,b:c.yaml', message: '50% of\nx', why: '' }] };
    expect(reportGithub(odd)).toBe(
      '::error file=a%2Cb%3Ac.yaml,line=10,endLine=10,col=11,endColumn=14,title=hpa-duplicate-target::50%25 of%0Ax\n',
    );
  });

  it('gitlab', () => {
    expect(JSON.parse(reportGitlab(clean))).toEqual([]);
    expect((JSON.parse(reportGitlab(result)) as object[]).at(-1)).toMatchObject({
      check_name: 'hpa-removed-api',
      severity: 'major',
      location: { path: 'k8s/old.yaml', lines: { begin: 1, end: 1 } },
    });
  });

  it('junit counts, and escapes', () => {
    const xml = reportJunit(result);
    expect(xml).toContain(
      `<testsuites name="kubectl-autoscale lint" tests="${result.findings.length}" failures="${result.findings.length}">`,
    );
    expect(xml).toContain('<testsuite name="k8s/a &amp; b.yaml" tests="3" failures="3">');
    expect(reportJunit(clean)).toContain('tests="1" failures="0"');
  });
});
