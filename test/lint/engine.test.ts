import { describe, expect, it } from 'vitest';

import { applyFixes } from '#core/lint/apply-fixes.ts';
import { createLinter, lint } from '#core/lint/engine.ts';
import { type Rule, type RuleMeta } from '#core/lint/rule.ts';
import { hpaMinEqualsMax } from '#core/lint/rules/hpa-min-equals-max.ts';
import { hpaMinGreaterThanMax } from '#core/lint/rules/hpa-min-greater-than-max.ts';
import { hpaTargetMissing } from '#core/lint/rules/hpa-target-missing.ts';
import { memoryMillibytes } from '#core/lint/rules/memory-millibytes.ts';
import { defaultLintSettings, type LintSettings } from '#core/lint/settings.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import { createWorkspaceIndex } from '#core/manifest/workspace-index.ts';

import { deployment, documents, hpa, hpaWithMetrics } from './manifests.ts';

const crossed = hpa('minReplicas: 5\nmaxReplicas: 3');

function workspace(texts: Readonly<Record<string, string>>): ReturnType<typeof createWorkspaceIndex> {
  return createWorkspaceIndex(Object.entries(texts).map(([path, text]) => parseSourceFile(path, text)));
}

function found(
  texts: Readonly<Record<string, string>>,
  settings: Partial<LintSettings> = {},
): readonly string[] {
  const result = createLinter({ ...defaultLintSettings, ...settings }, someRules).lint(workspace(texts));
  return result.findings.map(
    ({ file, start, severity, ruleId }) => `${file}:${start.line}:${start.column} ${severity} ${ruleId}`,
  );
}

/** Enough of them for the engine; what each finds is tested with the rule. */
const someRules: readonly Rule[] = [
  hpaMinEqualsMax,
  hpaMinGreaterThanMax,
  hpaTargetMissing,
  memoryMillibytes,
];

/** A rule that is wrong in its own way. */
function brokenRule(check: Rule['check'], needs: RuleMeta['needs'] = []): Rule {
  return { id: 'broken', check, meta: { ...hpaMinGreaterThanMax.meta, needs } };
}

describe('lint', () => {
  it('reports only on the files it is asked for, and looks things up in all', () => {
    const index = workspace({ 'a.yaml': crossed, 'b.yaml': crossed });
    const result = lint(index, { reportOn: ['b.yaml', 'nowhere.yaml'] });
    expect(new Set(result.findings.map(({ file }) => file))).toEqual(new Set(['b.yaml']));
    expect([result.filesChecked, result.objectsChecked]).toEqual([1, 1]);
  });

  it('sorts by file and place, whatever order the files come in', () => {
    const texts = {
      'b.yaml': documents(crossed, crossed.replace('name: web', 'name: other')),
      'a.yaml': crossed,
    };
    expect(found(texts)).toEqual([
      'a.yaml:11:16 error hpa-min-greater-than-max',
      'b.yaml:11:16 error hpa-min-greater-than-max',
      'b.yaml:24:16 error hpa-min-greater-than-max',
    ]);
  });

  it('reports broken YAML beside what the other documents hold', () => {
    const texts = { 'a.yaml': `${crossed}---\napiVersion: v1\nkind: Pod\nmetadata: {name: [}\n` };
    expect(found(texts).filter((line) => /yaml-syntax|min-greater/.test(line))).toEqual([
      'a.yaml:11:16 error hpa-min-greater-than-max',
      expect.stringMatching(/^a\.yaml:16:\d+ error yaml-syntax$/),
    ]);
  });

  it('leaves templates alone that are not of Go', () => {
    const result = lint(workspace({ 'a.yaml': hpa('minReplicas: {% min %}\nmaxReplicas: 0') }));
    expect([result.findings, result.filesChecked]).toEqual([[], 0]);
  });

  it('finds in a template what is wrong whatever is filled in, and offers no fix', () => {
    const template = hpa(
      'minReplicas: {{ .Values.min }}\nmaxReplicas: 0\nmetrics: {{ toYaml .Values.metrics }}',
      { version: 'v2beta2' },
    );
    const result = lint(workspace({ 'a.yaml': template }));
    expect(result.findings.map(({ ruleId, start, fixes }) => [ruleId, start.line, fixes])).toEqual([
      ['hpa-removed-api', 1, []],
      ['hpa-min-greater-than-max', 12, []],
    ]);
    expect(result.findings[0]?.related.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('stands in a template: change it by hand'),
    );
    expect(result.filesChecked).toBe(1);
  });

  it('takes no object of a template for one that is there', () => {
    const duplicates = (remark: string): number =>
      lint(
        workspace({
          'a.yaml': hpa('maxReplicas: 3'),
          'b.yaml': hpa(`maxReplicas: 3${remark}`, { name: 'b' }),
        }),
      ).findings.filter(({ ruleId }) => ruleId === 'hpa-duplicate-target').length;
    expect([duplicates(''), duplicates('\nminReplicas: {{ .Values.min }}')]).toEqual([2, 0]);
  });

  it('calls no suppression unused in a template where its rule cannot run', () => {
    const template = `# autoscale-disable-file hpa-min-equals-max -- rendered, it has some\n${hpa('maxReplicas: {{ .Values.max }}')}`;
    expect(found({ 'a.yaml': template })).toEqual([]);
  });

  it('goes on when a rule crashes, and says which', () => {
    const broken = brokenRule(() => {
      throw new Error('no such thing');
    });
    const result = createLinter(defaultLintSettings, [broken, hpaMinGreaterThanMax]).lint(
      workspace({ 'a.yaml': crossed }),
    );
    expect(result.findings.map(({ ruleId }) => ruleId)).toEqual(['hpa-min-greater-than-max']);
    expect(result.crashedRules).toEqual([
      {
        ruleId: 'broken',
        file: 'a.yaml',
        object: {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          namespace: 'shop',
          name: 'web',
        },
        message: 'no such thing',
      },
    ]);
  });

  it('refuses the workspace to a rule that does not declare it', () => {
    const sly = brokenRule(({ workspace }) => {
      workspace.isPartial({} as never);
    });
    const result = createLinter(defaultLintSettings, [sly]).lint(workspace({ 'a.yaml': crossed }));
    expect(result.crashedRules[0]?.message).toMatch(/does not declare/);
  });

  it('keeps a rule silent whose need is not met, and says so', () => {
    const linter = createLinter(defaultLintSettings, [hpaTargetMissing]);
    const result = linter.lint(workspace({ 'a.yaml': hpa('maxReplicas: 3') }));
    expect(result.findings).toEqual([]);
    expect(result.skippedRules).toEqual([{ ruleId: 'hpa-target-missing', needs: ['complete-workspace'] }]);
  });

  it('meets that need with a complete scope, or with a cluster', () => {
    const index = workspace({ 'a.yaml': hpa('maxReplicas: 3') });
    const complete = createLinter({ ...defaultLintSettings, scope: 'complete' }, [hpaTargetMissing]);
    expect(complete.lint(index).findings[0]?.message).toBe(
      'there is no Deployment web in namespace shop of the 1 files',
    );
    const live = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } };
    const open = createLinter(defaultLintSettings, [hpaTargetMissing]);
    const cluster = { description: 'context prod', objects: [live] };
    expect(open.lint(index, { cluster }).findings).toEqual([]);
    expect(open.lint(index, { cluster: { ...cluster, objects: [] } }).findings).toHaveLength(1);
  });

  it('runs a rule again only on objects that changed', () => {
    let runs = 0;
    const counting = brokenRule(() => {
      runs += 1;
    });
    const linter = createLinter(defaultLintSettings, [counting]);
    const index = workspace({ 'a.yaml': crossed, 'b.yaml': crossed });
    linter.lint(index);
    linter.lint(index.with(parseSourceFile('a.yaml', hpa('maxReplicas: 9'))));
    expect(runs).toBe(3);
  });
});

describe('severities', () => {
  it('come from the rule, the run, and the last override that fits', () => {
    const texts = { 'apps/a.yaml': crossed };
    const id = 'hpa-min-greater-than-max';
    const severityOf = (settings: Partial<LintSettings>) =>
      found(texts, settings)
        .filter((line) => line.endsWith(id))
        .map((line) => line.split(' ')[1]);
    expect(severityOf({})).toEqual(['error']);
    expect(severityOf({ severities: { [id]: 'info' } })).toEqual(['info']);
    expect(severityOf({ severities: { [id]: 'off' } })).toEqual([]);
    const overrides = [
      { files: ['apps/**'], severities: { [id]: 'warning' } },
      {
        kinds: ['HorizontalPodAutoscaler'],
        namespaces: ['sh*'],
        names: ['w?b'],
        severities: { [id]: 'info' },
      },
      { files: ['other/**'], severities: { [id]: 'off' } },
      { namespaces: ['other'], severities: { [id]: 'off' } },
    ] as const;
    expect(severityOf({ overrides })).toEqual(['info']);
    expect(severityOf({ overrides: overrides.slice(0, 1), severities: { [id]: 'error' } })).toEqual([
      'warning',
    ]);
  });

  it('turn rules of the strict preset on only there', () => {
    const texts = { 'a.yaml': hpaWithMetrics('[]').replace('maxReplicas: 10', 'maxReplicas: 2') };
    const strict = found(texts, { preset: 'strict' }).filter((line) => line.includes('hpa-min-equals-max'));
    expect(strict).toHaveLength(1);
    expect(found(texts).filter((line) => line.includes('hpa-min-equals-max'))).toEqual([]);
  });
});

describe('suppression', () => {
  const at = (comment: string, place: 'before' | 'on') =>
    place === 'on'
      ? crossed.replace('minReplicas: 5', `minReplicas: 5 ${comment}`)
      : crossed.replace('  minReplicas', `  ${comment}\n  minReplicas`);
  const rulesFound = (text: string, settings: Partial<LintSettings> = {}) =>
    found({ 'a.yaml': text }, settings).map((line) => line.split(' ')[2]);

  it.each([
    ['the next line', at('# autoscale-disable-next-line hpa-min-greater-than-max -- legacy', 'before')],
    ['its own line', at('# autoscale-disable-line hpa-min-greater-than-max -- legacy', 'on')],
    ['the whole file', `# autoscale-disable-file -- vendored\n${crossed}`],
    ['a range', at('# autoscale-disable hpa-min-greater-than-max, hpa-target-missing -- legacy', 'before')],
    [
      'the object, by annotation',
      crossed.replace(
        'metadata:\n',
        'metadata:\n  annotations:\n    kubectl-autoscale.io/ignore-hpa-min-greater-than-max: legacy\n',
      ),
    ],
    [
      'everything of the object, by annotation',
      crossed.replace(
        'metadata:\n',
        'metadata:\n  annotations:\n    kubectl-autoscale.io/ignore-all: legacy\n',
      ),
    ],
  ])('silences %s', (_name, text) => {
    expect(rulesFound(text)).not.toContain('hpa-min-greater-than-max');
    const result = lint(workspace({ 'a.yaml': text }));
    expect(result.suppressed.map(({ finding, reason }) => [finding.ruleId, reason])).toContainEqual([
      'hpa-min-greater-than-max',
      expect.stringMatching(/legacy|vendored/),
    ]);
  });

  it('ends a range where it is enabled again', () => {
    const text = `# autoscale-disable hpa-min-greater-than-max -- old\n# autoscale-enable hpa-min-greater-than-max\n${crossed}`;
    expect(rulesFound(text)).toEqual(['unused-suppression', 'hpa-min-greater-than-max']);
  });

  it('honours the annotation of a pod template', () => {
    const text = deployment(
      'containers:\n  - name: web\n    image: web\n    resources: {limits: {memory: 400m}}',
      {
        podMetadata:
          'annotations:\n  kubectl-autoscale.io/ignore-memory-millibytes: "test of the smallest pod"',
      },
    );
    expect(rulesFound(text)).toEqual([]);
  });

  it('reports what silences nothing, and a rule that does not exist', () => {
    const fine = hpa('maxReplicas: 3');
    expect(rulesFound(`# autoscale-disable-file hpa-min-greater-than-max -- was needed\n${fine}`)).toEqual([
      'unused-suppression',
    ]);
    const result = lint(
      workspace({ 'a.yaml': `# autoscale-disable-file hpa-min-greater-then-max -- typo\n${crossed}` }),
    );
    expect(result.findings.map(({ message }) => message)).toContain(
      'there is no rule hpa-min-greater-then-max; did you mean hpa-min-greater-than-max?',
    );
  });

  it('says where a rule reports whose suppression stands at another place', () => {
    const hpaOfWeb = hpaWithMetrics(
      '- type: Resource\n  resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}',
    );
    const withAnnotation = deployment('containers: [{name: web, image: web}]', {
      podMetadata: 'annotations: {kubectl-autoscale.io/ignore-hpa-missing-request: "bursts"}',
    });
    const withComment = deployment(
      'containers:\n  # autoscale-disable-next-line hpa-missing-request -- bursts\n  - {name: web, image: web}',
    );
    const toldOf = (texts: Readonly<Record<string, string>>): readonly string[] =>
      lint(workspace(texts))
        .findings.filter(({ ruleId }) => ruleId === 'unused-suppression')
        .map(({ message }) => message);
    const there =
      'hpa-missing-request is reported on HorizontalPodAutoscaler web, not here: the suppression has to stand there';
    expect(toldOf({ 'a.yaml': documents(withAnnotation, hpaOfWeb) })).toEqual([there]);
    expect(toldOf({ 'a.yaml': documents(withComment, hpaOfWeb) })).toEqual([there]);
    // The HPA's own file is not looked at here, but its kind is known.
    expect(toldOf({ 'a.yaml': withAnnotation, 'b.yaml': hpaOfWeb })).toEqual([
      there.replace('HorizontalPodAutoscaler web', 'each HorizontalPodAutoscaler'),
    ]);
  });

  it('does not call a suppression unused whose rule did not run', () => {
    expect(
      rulesFound(
        `# autoscale-disable-file hpa-target-missing -- made by Terraform\n${hpa('maxReplicas: 3')}`,
      ),
    ).toEqual([]);
  });

  it('wants a reason in the strict preset', () => {
    const text = at('# autoscale-disable-line hpa-min-greater-than-max', 'on');
    expect(rulesFound(text)).toEqual([]);
    expect(rulesFound(text, { preset: 'strict' })).toContain('suppression-without-reason');
  });
});

describe('applyFixes', () => {
  it('applies safe fixes of several rules until none is left, and then changes nothing', () => {
    const index = workspace({
      'a.yaml': hpaWithMetrics('- {type: Resource, resource: {name: cpu, targetAverageUtilization: 60}}', {
        version: 'v2beta1',
      })
        .replace('apps/v1', 'extensions/v1beta1')
        .replace(
          '  minReplicas: 2',
          '  behavior: {scaleDown: {stabilizationWindowSeconds: 7200}}\n  minReplicas: 2',
        ),
      'b.yaml': crossed,
    });
    const linter = createLinter();
    const outcome = applyFixes(linter, index);
    expect(outcome.applied.map(({ ruleId }) => ruleId)).toEqual([
      'hpa-removed-api',
      'hpa-target-kind-unscalable',
      'hpa-behavior-window-range',
    ]);
    expect([...outcome.changed.keys()]).toEqual(['a.yaml']);
    expect(outcome.changed.get('a.yaml')).toBe(
      hpaWithMetrics(
        '- {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}',
      ).replace(
        '  minReplicas: 2',
        '  behavior: {scaleDown: {stabilizationWindowSeconds: 3600}}\n  minReplicas: 2',
      ),
    );
    const again = applyFixes(linter, outcome.index);
    expect([again.changed.size, again.applied]).toEqual([0, []]);
    expect(again.result).toEqual(outcome.result);
  });
});
