import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { plainEnvironment, repositoryRoot, runPlugin } from '../cli/run-plugin.ts';

describe.runIf(process.platform === 'linux')('the self-contained executable', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'self-contained-'));
    const script = `${repositoryRoot}plugin/scripts/executable.mjs`;
    execFileSync(process.execPath, [script, '--out', join(folder, 'kubectl-autoscaler')], { stdio: 'pipe' });
    symlinkSync('kubectl-autoscaler', join(folder, 'kubectl_complete-autoscaler'));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Without Node on the PATH. */
  const run = (name: string, args: readonly string[], cache = join(folder, 'cache')) => {
    const env = plainEnvironment({ PATH: folder, XDG_CACHE_HOME: cache });
    const options = { cwd: repositoryRoot, encoding: 'utf8', env } as const;
    const { status, stdout, stderr } = spawnSync(join(folder, name), args, options);
    return { code: status, stdout, stderr };
  };

  it('prints what the program prints, worker threads included, and unpacks itself once', () => {
    const calls = [
      ['prices', 'list', '-o', 'name'],
      ['explain', 'hpa-target-missing'],
      ['cost', 'predict', '-f', 'examples/platform/k8s/embed'],
      [
        'predict',
        '--metric',
        'all',
        '-n',
        'prod',
        '-l',
        'app=embed',
        '--recording',
        'examples/platform/recording',
      ],
    ];
    for (const call of calls) expect(run('kubectl-autoscaler', call)).toEqual(runPlugin(call));
    expect(readdirSync(join(folder, 'cache/kubectl-autoscale/program'))).toHaveLength(1);
  }, 120_000);

  it('completes when it is called by that name', () => {
    const { stdout } = run('kubectl_complete-autoscaler', ['predict', '--back']);
    expect(stdout).toMatch(/^--backtest\t.*\n:4\n$/);
  });

  it('runs where the cache cannot be written, and leaves nothing there', () => {
    const blocked = join(folder, 'a-file');
    writeFileSync(blocked, '');
    const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('kubectl-autoscale-'));
    const before = leftovers();
    expect(run('kubectl-autoscaler', ['--version'], blocked)).toMatchObject({ code: 0, stderr: '' });
    expect(leftovers()).toEqual(before);
  });
});
