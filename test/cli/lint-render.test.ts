import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { requireBinary } from '../controlplane/binaries.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { fixedHpa, type ScratchRepository, scratchRepository } from './scratch-repository.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: web:1
`;
const hpa = fixedHpa.replace(', namespace: shop', '').replace(' # for the old cluster', '');

const kustomized = {
  'base/deploy.yaml': deployment,
  'base/kustomization.yaml': 'resources: [deploy.yaml]\n',
  'overlays/prod/hpa.yaml': hpa,
  'overlays/prod/patch.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 12}\n',
  'overlays/prod/kustomization.yaml':
    'namePrefix: eu-\nresources: [../../base, hpa.yaml]\npatches:\n  - path: patch.yaml\n',
};

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
  'chart/values.yaml': 'min: 20\n',
  'chart/templates/_helpers.tpl': '{{- define "n" }}{{ .Release.Name }}{{ end }}\n',
  'chart/templates/hpa.yaml': `{{- if .Values.min }}
${hpa.replace('name: web}\nspec', 'name: {{ include "n" . }}}\nspec').replace('minReplicas: 2', 'minReplicas: {{ .Values.min }}')}{{- end }}
`,
};

describeWith(['helm', 'kustomize', 'kubectl'], 'lint --render', () => {
  let bin: string;
  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'bin-'));
    for (const name of ['helm', 'kustomize', 'kubectl'] as const) {
      mkdirSync(join(bin, name));
      symlinkSync(requireBinary(name), join(bin, name, name));
    }
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  const programs = (...names: readonly string[]): string =>
    [...names.map((name) => join(bin, name)), dirname(process.execPath), '/usr/bin', '/bin']
      // Only the named programs: a machine may have others of its own.
      .filter(
        (folder, index) =>
          index < names.length ||
          !['kustomize', 'helm', 'kubectl'].some((name) => existsSync(join(folder, name))),
      )
      .join(':');

  async function lines(
    repository: ScratchRepository,
    args: readonly string[],
    path: string,
  ): Promise<readonly string[]> {
    const run = await repository.lint([...args, '--format', 'json'], { env: { PATH: path } });
    expect(run.stderr).toBe('');
    const { findings } = JSON.parse(run.stdout) as {
      findings: { file: string; ruleId: string; range: { start: { line: number; column: number } } }[];
    };
    return findings.map(
      ({ file, ruleId, range }) => `${file}:${range.start.line}:${range.start.column} ${ruleId}`,
    );
  }

  const expected = [
    'overlays/prod/hpa.yaml:10:24 hpa-missing-request',
    'overlays/prod/patch.yaml:4:18 replicas-outside-hpa-range',
  ];

  it.each(['kustomize', 'kubectl'])(
    'builds kustomizations with %s and points at base, resource or patch',
    async (program) => {
      const repository = scratchRepository(kustomized);
      expect(await lines(repository, ['--render', 'kustomize'], programs(program))).toEqual(expected);
      expect(readdirSync(repository.path('overlays/prod')).sort()).toEqual([
        'hpa.yaml',
        'kustomization.yaml',
        'patch.yaml',
      ]);
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith('kubectl-autoscale-'))).toEqual([]);
    },
  );

  it('reports what two overlays share once, and what each adds', async () => {
    const repository = scratchRepository({
      'base/hpa.yaml': hpa.replace('minReplicas: 2', 'minReplicas: 20'),
      'base/kustomization.yaml': 'resources: [hpa.yaml]\n',
      'a/kustomization.yaml': 'resources: [../base]\n',
      'b/kustomization.yaml': 'resources: [../base]\nnamespace: b\n',
    });
    const found = await lines(repository, ['a', 'b', '--render', 'auto'], programs('kustomize'));
    expect(found.filter((line) => line.endsWith('hpa-min-greater-than-max'))).toEqual([
      'base/hpa.yaml:6:16 hpa-min-greater-than-max',
    ]);
  });

  it('renders charts and points at the line of the template', async () => {
    const found = await lines(scratchRepository(chart), ['--render', 'helm'], programs('helm'));
    expect(found).toContain('chart/templates/hpa.yaml:7:3 hpa-min-greater-than-max');
  });

  it('says what failed, lints the rest and ends with 3', async () => {
    const repository = scratchRepository({
      ...chart,
      'broken/kustomization.yaml': 'resources: [gone.yaml]\n',
      'bad.yaml': hpa.replace('minReplicas: 2', 'minReplicas: 20'),
    });
    const run = await repository.lint(['--render', 'auto'], { env: { PATH: programs('kustomize') } });
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('bad.yaml:6:16');
    expect(run.stderr).toMatch(/kustomize build broken failed:[^]*gone\.yaml/);
    expect(run.stderr).toContain('helm is not installed');
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  it('runs no program unless asked', async () => {
    const repository = scratchRepository({ ...kustomized, ...chart });
    const marker = repository.path('ran');
    const fake = mkdtempSync(join(bin, 'fake-'));
    for (const name of ['helm', 'kustomize', 'kubectl']) {
      writeFileSync(join(fake, name), `#!/bin/sh\n: > ${marker}\n`, { mode: 0o755 });
    }
    const env = { PATH: `${fake}:${programs()}` };
    await repository.lint([], { env });
    expect(existsSync(marker)).toBe(false);
    await repository.lint(['--render', 'auto'], { env });
    expect(existsSync(marker)).toBe(true);
  });
});
