import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { Config } from '@oclif/core';
import { describe, expect, it } from 'vitest';

import { plainEnvironment, repositoryRoot, runPlugin } from './run-plugin.ts';
import { badHpa, fixedHpa, oldHpa, scratchRepository } from './scratch-repository.ts';

/** A flag that changes nothing here and that only oclif reads. */
const throughOclif = ['--max-warnings', '999'];

describe('lint without oclif', () => {
  it.each([
    { args: ['bad.yaml'], code: 1 },
    { args: ['good', '--format', 'json', '--fail-on', 'info'], code: 0 },
    { args: ['--format', 'compact', '--format=sarif=out/lint.sarif', '--quiet'], code: 1 },
    { args: ['good/hpa.yaml', 'gone.yaml'], code: 3 },
    { args: ['good', '--output', 'a', '--format=json=b'], code: 2 },
    { args: ['good', '--kubernetes-version', 'newest'], code: 2 },
    { args: ['good', '--config', 'wrong-config.yaml'], code: 2 },
    { args: ['good', '--baseline', 'none.json'], code: 2 },
    { args: ['old.yaml', '--fix'], code: 0 },
  ])('prints and ends as through oclif: $args', async ({ args, code }) => {
    const files = {
      'bad.yaml': badHpa,
      'good/hpa.yaml': fixedHpa.replaceAll('web', 'good'),
      'old.yaml': oldHpa.replaceAll('web', 'old'),
      'wrong-config.yaml': 'presett: strict\n',
    };
    const [direct, usual] = [scratchRepository(files), scratchRepository(files)];
    const withoutTime = ({ stdout, stderr }: { stdout: string; stderr: string }) => ({
      stdout: stdout.replace(/\d+\.\d\d s/, ''),
      stderr,
    });
    const run = await direct.lint(args);
    const same = await usual.lint([...args, ...throughOclif]);
    expect(run.code).toBe(code);
    expect(same.code).toBe(code);
    expect(withoutTime(run)).toEqual(withoutTime(same));
  });

  it('carries no package but what reading and linting files needs', () => {
    const map = readFileSync(`${repositoryRoot}plugin/dist/entry/lint-directly.js.map`, 'utf8');
    const { sources } = JSON.parse(map) as { readonly sources: readonly string[] };
    const packages = sources.flatMap(
      (source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [],
    );
    expect([...new Set(packages)].sort()).toEqual(['ignore', 'picomatch', 'yaml']);
  });

  it('stays silent where who reads has seen enough', () => {
    const program = `${repositoryRoot}plugin/bin/kubectl-autoscale.js`;
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', `"$0" "$1" lint examples/platform/k8s | head -n 1`, process.execPath, program],
      { cwd: repositoryRoot, env: plainEnvironment(), encoding: 'utf8' },
    );
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });

  it('does not take what a shell loop reads for its arguments', async () => {
    const repository = scratchRepository({ 'bad.yaml': badHpa });
    for (const flags of [[], throughOclif]) {
      const { code, stdout } = await repository.lint(['--format', 'compact', ...flags], {
        input: 'gone.yaml\n',
      });
      expect(code).toBe(1);
      expect(stdout).toContain('bad.yaml');
    }
  });
});

it('tells its version as oclif would', async () => {
  const config = await Config.load(`${repositoryRoot}plugin`);
  expect(runPlugin(['--version'])).toEqual({ code: 0, stdout: `${config.userAgent}\n`, stderr: '' });
});
