import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findBinary } from '../controlplane/binaries.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { plainEnvironment, repositoryRoot } from './run-plugin.ts';

/** The one that the control plane is tested with, the PATH's, and those of other versions beside it. */
function kubectls(): readonly string[] {
  const built = findBinary('kubectl').path;
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'kubectl'))
    .filter((path) => existsSync(path));
  const beside = onPath.flatMap((path) => {
    const folder = dirname(realpathSync(path));
    return readdirSync(folder)
      .filter((name) => /^kubectl\.\d+\.\d+$/.test(name))
      .map((name) => join(folder, name));
  });
  return [...new Set([...(built === null ? [] : [built]), ...onPath, ...beside])];
}

describeWith(['kubectl'], 'the real kubectl', () => {
  describe.each(kubectls())('%s', (program) => {
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
      return spawnSync(program, args, { cwd: repositoryRoot, encoding: 'utf8', env });
    }

    it('dispatches kubectl autoscaler with its flags and its exit codes', () => {
      const recording = ['--recording', 'test/fixtures/incident'];
      const shown = kubectl('autoscaler', 'status', '-n', 'prod', ...recording, '-o', 'json');
      expect(shown).toMatchObject({ status: 0, stderr: '' });
      expect(JSON.parse(String(shown.stdout))).toMatchObject({ kind: 'StatusReport', namespace: 'prod' });
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

    it('keeps its own autoscale, which no plugin takes over', () => {
      const built = kubectl('autoscale', 'lint', 'examples/platform/k8s');
      expect(built).toMatchObject({ status: 1, stdout: '' });
    });
  });
});
