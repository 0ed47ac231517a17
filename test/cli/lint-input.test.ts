import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { badHpa, fixedHpa, oldHpa, type ScratchRepository, scratchRepository } from './scratch-repository.ts';

interface JsonReport {
  readonly findings: readonly { readonly ruleId: string; readonly file: string }[];
  readonly summary: { readonly filesChecked: number };
}

async function findings(
  repository: ScratchRepository,
  args: readonly string[],
  options = {},
): Promise<readonly string[]> {
  const run = await repository.lint([...args, '--format', 'json'], options);
  const report = JSON.parse(run.stdout) as JsonReport;
  return report.findings.map(({ ruleId, file }) => `${file} ${ruleId}`);
}

const second = fixedHpa.replace('name: web, namespace', 'name: second, namespace');

describe('what lint reads', () => {
  it('reports on the named file and looks things up in the whole repository', async () => {
    const repository = scratchRepository({ 'a/one.yaml': fixedHpa, 'a/two.yaml': second });
    expect(await findings(repository, ['a/one.yaml'])).toEqual(['a/one.yaml hpa-duplicate-target']);
    expect(await findings(repository, ['one.yaml'], { folder: 'a' })).toEqual([
      'one.yaml hpa-duplicate-target',
    ]);
    // The command line calls the named paths complete: nothing else exists.
    const complete = await findings(repository, ['a/one.yaml', '--scope', 'complete']);
    expect(complete).toEqual(['a/one.yaml hpa-target-missing']);
  });

  it('takes globs, leaves out what git ignores, and takes what is named', async () => {
    const repository = scratchRepository({
      '.gitignore': 'out/\n',
      'k8s/.gitignore': 'gen-*.yaml\n',
      'k8s/x.yaml': badHpa,
      'k8s/deep/er/y.yml': badHpa.replaceAll('web', 'y'),
      'k8s/gen-z.yaml': badHpa.replaceAll('web', 'z'),
      'out/rendered.yaml': badHpa.replaceAll('web', 'rendered'),
    });
    const rule = 'hpa-min-greater-than-max';
    expect(await findings(repository, ['k8s/**/*.y*ml'])).toEqual([
      `k8s/deep/er/y.yml ${rule}`,
      `k8s/x.yaml ${rule}`,
    ]);
    expect(await findings(repository, [])).toHaveLength(2);
    expect(await findings(repository, ['out/rendered.yaml'])).toEqual([`out/rendered.yaml ${rule}`]);
    const none = await repository.lint(['k8s/*.json']);
    expect(none.code).toBe(3);
    expect(none.stderr).toContain('no file matches k8s/*.json');
    expect((await repository.lint(['k8s/[a.yaml'])).code).toBe(3);
  });

  it('reads standard input under a name that stands in for the file on disk', async () => {
    const repository = scratchRepository({ 'a/one.yaml': badHpa, 'a/two.yaml': second });
    const options = { input: fixedHpa };
    expect(await findings(repository, ['-', '--stdin-filename', 'a/one.yaml'], options)).toEqual([
      'a/one.yaml hpa-duplicate-target',
    ]);
    // Without a name it belongs to no repository.
    expect(await findings(repository, ['-'], options)).toEqual([]);
    const misused = await repository.lint(['a', '--stdin-filename', 'x.yaml']);
    expect(misused.code).toBe(2);
  });

  it('goes on where a file cannot be read, and ends with 3', async () => {
    const repository = scratchRepository({ 'bad.yaml': badHpa, 'binary.yaml': 'apiVersion\u0000kind' });
    const run = await repository.lint(['bad.yaml', 'binary.yaml', 'gone.yaml']);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('hpa-min-greater-than-max');
    expect(run.stderr).toContain('binary.yaml is no text');
    expect(run.stderr).toContain('gone.yaml: there is no such file');
    expect(run.stderr).not.toMatch(/\n\s+at /);
    // A broken file that nobody named is no reason to fail.
    expect((await repository.lint(['bad.yaml'])).code).toBe(1);
  });

  it('survives folders without YAML, links in a circle, byte order marks and files of absurd size', async () => {
    const repository = scratchRepository({
      'docs/readme.md': 'text',
      'bom.yaml': `\uFEFF${badHpa}`,
      'huge.yaml': `${badHpa.replaceAll('web', 'huge')}# ${'x'.repeat(5 * 2 ** 20)}\n`,
    });
    symlinkSync(repository.root, repository.path('loop'));
    const empty = await repository.lint(['docs']);
    expect(empty.code).toBe(0);
    expect(empty.stderr).toBe('warning: no Kubernetes manifest was found in what was named\n');
    expect(await findings(repository, [])).toEqual([
      'bom.yaml hpa-min-greater-than-max',
      'huge.yaml yaml-too-large',
    ]);
  });

  // Root may read every folder, so there is nothing to refuse.
  if (process.getuid?.() !== 0) {
    it('says which folder may not be read', async () => {
      const repository = scratchRepository({ 'ok.yaml': fixedHpa });
      mkdirSync(repository.path('closed'));
      chmodSync(repository.path('closed'), 0o000);
      const run = await repository.lint([]);
      expect(run.code).toBe(3);
      expect(run.stderr).toContain('closed');
    });
  }
});

describe('where reports go', () => {
  it('writes several at once, and nothing but the report to standard output', async () => {
    const repository = scratchRepository({ 'k8s/bad.yaml': badHpa });
    const formats = ['--format', 'sarif', '--format', 'json=out/lint.json', '--format', 'junit=out/lint.xml'];
    const run = await repository.lint(['k8s', ...formats], { folder: '.' });
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ version: '2.1.0' });
    expect(await findings(repository, ['out', 'k8s'])).toHaveLength(1);
  });

  it('gives paths from the working folder to people and from the repository to code hosts', async () => {
    const repository = scratchRepository({ 'k8s/bad.yaml': badHpa });
    const compact = await repository.lint(['--format', 'compact'], { folder: 'k8s' });
    expect(compact.stdout).toMatch(/^bad\.yaml:6:\d+: error: /);
    const github = await repository.lint(['--format', 'github'], { folder: 'k8s' });
    expect(github.stdout).toContain('::error file=k8s/bad.yaml,line=6');
  });

  it.each([
    [['--format', 'xml'], /--format is one of text, json/],
    [['--format', 'json', '--format', 'sarif'], /json and sarif cannot share standard output/],
    [['--format', 'json=a.json', '--output', 'b.json'], /--output takes one --format/],
    [['--format', 'json='], /lacks the name/],
    [['--fix-dry-run', '--fix'], /cannot also be provided/],
    [['--baseline', 'none.json'], /there is no baseline none\.json/],
  ])('%j is refused', async (args, message) => {
    const run = await scratchRepository({ 'a.yaml': fixedHpa }).lint(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('counts warnings against --max-warnings, and shows errors only when asked to', async () => {
    const warned = fixedHpa.replace('minReplicas: 2', 'minReplicas: 9');
    const repository = scratchRepository({
      'a.yaml': warned.replace('metrics:', 'behavior: {scaleDown: {selectPolicy: Disabled}}\n  metrics:'),
    });
    const run = await repository.lint([]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/0 errors, [12] warnings?/);
    expect((await repository.lint(['--max-warnings', '0', '--quiet'])).stdout).not.toContain('warning ');
    expect((await repository.lint(['--max-warnings', '0'])).code).toBe(1);
    expect((await repository.lint(['--max-warnings', '5'])).code).toBe(0);
    expect((await repository.lint(['--fail-on', 'warning'])).code).toBe(1);
  });
});

describe('the configuration', () => {
  it('of each file is the nearest one above it', async () => {
    const repository = scratchRepository({
      '.kubectl-autoscale.yaml': 'rules: {hpa-min-greater-than-max: warning}\n',
      'a.yaml': badHpa,
      'vendor/.kubectl-autoscale.yaml':
        'overrides:\n  - files: [charts/**]\n    rules: {hpa-min-greater-than-max: off}\n',
      'vendor/charts/b.yaml': badHpa.replaceAll('web', 'b'),
      'vendor/c.yaml': badHpa.replaceAll('web', 'c'),
    });
    const run = await repository.lint(['--format', 'compact']);
    expect(run.stdout.split('\n').map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual([
      'a.yaml:6:16 warning',
      'vendor/c.yaml:6:16 error',
      '',
    ]);
    const named = await repository.lint(['--format', 'compact', '--config', '.kubectl-autoscale.yaml']);
    expect(named.stdout.match(/warning/g)).toHaveLength(3);
  });

  it('that is broken is named with line and column, all mistakes at once', async () => {
    const repository = scratchRepository({
      '.kubectl-autoscale.yaml': 'preset: strickt\nrules:\n  hpa-no-metric: off\n',
      'a.yaml': fixedHpa,
    });
    const run = await repository.lint([]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('.kubectl-autoscale.yaml:1:1: preset must be one of recommended, strict');
    expect(run.stderr).toContain('.kubectl-autoscale.yaml:3:3: rules.hpa-no-metric is no rule; did you mean');
    expect((await repository.lint(['--config', 'gone.yaml'])).stderr).toContain('there is no such file');
  });

  it('is printed with where each value comes from', async () => {
    const repository = scratchRepository({
      '.kubectl-autoscale.yaml':
        'preset: strict\nkubernetesVersion: "1.30"\nrules:\n  hpa-no-metrics: off\noverrides:\n' +
        '  - files: [old/**]\n    rules: {hpa-removed-api: info}\n  - names: [legacy-*]\n    rules: {hpa-duplicate-target: warning}\n' +
        'prices: {book: none}\nmetrics:\n  prometheusUrl: http://prometheus:9090\n',
    });
    const run = await repository.lint(['--print-config', 'old/a.yaml', '--kubernetes-version', '1.34']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const lines = run.stdout.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
    expect(lines).toContain('# old/a.yaml: configured by .kubectl-autoscale.yaml');
    expect(lines).toContain('preset: strict # .kubectl-autoscale.yaml:1');
    expect(lines).toContain('kubernetesVersion: "1.34" # --kubernetes-version');
    expect(lines).toContain('scope: open # default');
    expect(lines).toContain('hpa-no-metrics: off # .kubectl-autoscale.yaml:4');
    expect(lines).toContain('hpa-removed-api: info # .kubectl-autoscale.yaml:7');
    expect(lines).toContain('hpa-missing-request: error # preset strict');
    expect(lines).toContain('book: "none" # .kubectl-autoscale.yaml:10');
    expect(lines).toContain('prometheusUrl: "http://prometheus:9090" # .kubectl-autoscale.yaml:12');
    expect(lines).toContain(
      '# for names legacy-*: hpa-duplicate-target: warning (.kubectl-autoscale.yaml:8)',
    );
  });
});

describe('what somebody renders', () => {
  const template = `{{- if .Values.on }}\n${badHpa.replace('maxReplicas: 9', 'maxReplicas: 9\n  {{- include "x" . | nindent 2 }}')}{{- end }}\n`;
  const files = {
    'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
    'chart/templates/hpa.yaml': template,
    'base/kustomization.yaml': 'resources: [hpa.yaml]\n',
    'base/hpa.yaml': badHpa,
  };
  const withoutTools = { env: { PATH: '/nonexistent' } };
  const places = (report: string): readonly string[] =>
    report
      .split('\n')
      .filter((line) => line.endsWith('[hpa-min-greater-than-max]'))
      .map((line) => line.split(': ')[0] ?? '');

  it('is linted as it is written, at the lines of the source', async () => {
    const run = await scratchRepository(files).lint(['--format', 'compact']);
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(places(run.stdout)).toEqual(['base/hpa.yaml:6:16', 'chart/templates/hpa.yaml:7:16']);
  });

  it('is so too where auto finds no tool, with a note', async () => {
    const run = await scratchRepository(files).lint(
      ['--render', 'auto', '--format', 'compact'],
      withoutTools,
    );
    expect(run.code).toBe(1);
    expect(places(run.stdout)).toEqual(['base/hpa.yaml:6:16', 'chart/templates/hpa.yaml:7:16']);
    expect(run.stderr).toBe(
      'note: neither kustomize nor kubectl is installed: 1 root is linted as written\n' +
        'note: helm is not installed: 1 root is linted as written\n',
    );
  });

  it('is so too where a named tool is missing, which is an error', async () => {
    const run = await scratchRepository(files).lint(
      ['--render', 'helm', '--format', 'compact'],
      withoutTools,
    );
    expect(run.code).toBe(3);
    expect(places(run.stdout)).toEqual(['base/hpa.yaml:6:16', 'chart/templates/hpa.yaml:7:16']);
    expect(run.stderr).toContain('helm is not installed');
  });

  it('is never fixed where it is a template', async () => {
    const repository = scratchRepository({
      'a.yaml': template.replace('autoscaling/v2', 'autoscaling/v2beta2'),
    });
    const run = await repository.lint(['--fix', '--format', 'compact']);
    expect(run.stderr).toBe('');
    expect(readFileSync(repository.path('a.yaml'), 'utf8')).toContain('autoscaling/v2beta2');
    expect(run.stdout).toContain('[hpa-removed-api]');
  });
});

describe('a baseline', () => {
  it('accepts what is there, reports what comes, and says what it accepts needlessly', async () => {
    const repository = scratchRepository({ 'a.yaml': badHpa, 'b.yaml': oldHpa.replaceAll('web', 'b') });
    const accept = ['--baseline', 'baseline.json', '--update-baseline'];
    const made = await repository.lint(accept);
    expect(made.code).toBe(0);
    expect(made.stderr).toContain('baseline.json accepts 2 findings');
    // Lines move, the baseline holds.
    repository.write('a.yaml', `# a comment more\n${badHpa}`);
    const held = await repository.lint(['--baseline', 'baseline.json']);
    expect(held.code).toBe(0);
    expect(held.stdout).toContain('2 accepted by the baseline');
    repository.write('c.yaml', badHpa.replaceAll('web', 'c'));
    repository.write('b.yaml', fixedHpa.replaceAll('web', 'b'));
    const changed = await repository.lint(['--baseline', 'baseline.json']);
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('c.yaml:6');
    expect(changed.stdout).not.toContain('a.yaml:7');
    expect(changed.stderr).toContain('hpa-removed-api on HorizontalPodAutoscaler/shop/b in b.yaml');
    // One file's update leaves the entries of the others.
    await repository.lint(['b.yaml', ...accept]);
    expect((await repository.lint(['a.yaml', 'b.yaml', '--baseline', 'baseline.json'])).stderr).toBe('');
    repository.write('baseline.json', '{"version": 7}');
    expect(await repository.lint(['--baseline', 'baseline.json'])).toMatchObject({ code: 2 });
  });
});
