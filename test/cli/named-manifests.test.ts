import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { requireBinary } from '../controlplane/binaries.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { repositoryRoot, runPlugin } from './run-plugin.ts';

const recording = ['--recording', join(repositoryRoot, 'examples/platform/recording')];

describeWith(['kustomize'], 'commands on a kustomization', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'overlay-'));
    const manifest = readFileSync(join(repositoryRoot, 'examples/platform/k8s/embed/deployment.yaml'));
    writeFileSync(join(folder, 'deployment.yaml'), manifest);
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      `namespace: prod
resources: [deployment.yaml]
patches:
  - target: {kind: Deployment}
    patch: '[{"op": "replace", "path": "/spec/template/spec/containers/0/resources/requests/cpu", "value": "3"}]'
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('size what it gives, from the metrics of the cluster', () => {
    const run = runPlugin(['rightsize', '-k', folder, '-o', 'json', ...recording], withKustomize());
    expect(run.stderr).toContain("1 object in the place of the cluster's");
    const report = JSON.parse(run.stdout) as {
      cluster: string;
      items: { rows: { resource: string; currentRequest: string; target: string }[] }[];
    };
    expect(report.cluster).toContain(`with ${folder} laid over it`);
    expect(report.items).toMatchObject([
      { rows: [{ resource: 'cpu', currentRequest: '3', target: '1550m' }, { resource: 'memory' }] },
    ]);
  });

  it('price what it gives', () => {
    const run = runPlugin(['cost', 'predict', '-k', folder, '-o', 'csv'], withKustomize());
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const plain = join(repositoryRoot, 'examples/platform/k8s/embed/deployment.yaml');
    const unpatched = runPlugin(['cost', 'predict', '-f', plain, '-o', 'csv']);
    expect(run.stdout.split('\n').length).toBe(unpatched.stdout.split('\n').length);
    expect(run.stdout).toContain('embed');
    expect(run.stdout).not.toBe(unpatched.stdout);
  });

  it('refuse a folder with a kustomization where whole objects are expected', () => {
    const run = runPlugin(['analyze', '-f', folder, ...recording]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('kustomization.yaml');
    expect(run.stderr).toContain('name its folder with -k');
  });
});

function withKustomize(): { readonly PATH: string } {
  return { PATH: `${dirname(requireBinary('kustomize'))}:${dirname(process.execPath)}:/usr/bin:/bin` };
}
