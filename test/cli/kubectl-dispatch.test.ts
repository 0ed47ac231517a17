import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { describeWith } from '../controlplane/describe-with.ts';
import { plainEnvironment, repositoryRoot } from './run-plugin.ts';

describeWith(['kubectl'], 'the real kubectl', () => {
  let bin: string;
  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'bin-'));
    for (const name of ['kubectl-autoscaler', 'kubectl_complete-autoscaler']) {
      symlinkSync(`${repositoryRoot}plugin/bin/${name}.js`, join(bin, name));
    }
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  function kubectl(...args: string[]): ReturnType<typeof spawnSync> {
    const env = plainEnvironment({ PATH: `${bin}:${process.env.PATH ?? ''}` });
    return spawnSync('kubectl', args, { cwd: repositoryRoot, encoding: 'utf8', env });
  }

  it('dispatches kubectl autoscaler with its flags and its exit codes', () => {
    const analyzed = kubectl(
      'autoscaler',
      'analyze',
      'deploy/rerank',
      '-n',
      'prod',
      '--recording',
      'examples/platform/recording',
      '-o',
      'json',
    );
    expect(analyzed).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(String(analyzed.stdout))).toMatchObject({
      kind: 'WorkloadReport',
      workload: { name: 'rerank' },
    });
    expect(kubectl('autoscaler', 'lint', 'examples/platform/k8s/asr').status).toBe(1);
    expect(kubectl('autoscaler', 'lint', 'nowhere').status).toBe(3);
    expect(kubectl('autoscaler', 'lint', '--nonsense').status).toBe(2);
  });

  it('shows help under the name that people type', () => {
    expect(kubectl('autoscaler', 'analyze', '--help').stdout).toContain('$ kubectl autoscaler analyze');
  });

  it('completes commands and flags', () => {
    expect(kubectl('__complete', 'autoscaler', 'an').stdout).toMatch(/^analyze\t/);
    expect(kubectl('__complete', 'autoscaler', 'lint', '--fo').stdout).toMatch(/^--format\t/);
    expect(kubectl('__complete', 'autoscaler', 'lint', '--format', 'j').stdout).toMatch(/^json/);
  });
});
