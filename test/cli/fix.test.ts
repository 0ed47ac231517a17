import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { plainEnvironment, repositoryRoot } from './run-plugin.ts';
import { badHpa, fixedHpa, oldHpa, scratchRepository } from './scratch-repository.ts';

const program = `${repositoryRoot}plugin/bin/kubectl-autoscale.js`;

function fix(cwd: string, args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'fix', ...args], {
    ...{ cwd, encoding: 'utf8', env: plainEnvironment() },
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
}

describe('fix', () => {
  it('--check shows the patch, writes nothing and ends with 1; the patch is what fix then writes', () => {
    const repository = scratchRepository({ 'old.yaml': oldHpa, 'bad.yaml': badHpa });
    const checked = fix(repository.root, ['--check']);
    expect(checked.status).toBe(1);
    expect(readFileSync(repository.path('old.yaml'), 'utf8')).toBe(oldHpa);
    const written = fix(repository.root, []);
    expect(written).toMatchObject({ status: 0, stderr: 'fixed old.yaml: Convert to autoscaling/v2\n' });
    expect(written.stdout).toBe(checked.stdout);
    expect(readFileSync(repository.path('old.yaml'), 'utf8')).toBe(fixedHpa);
    expect(readFileSync(repository.path('bad.yaml'), 'utf8')).toBe(badHpa);
    expect(fix(repository.root, ['--check'])).toEqual({ status: 0, stdout: '', stderr: 'nothing to fix\n' });
  });

  it('the patch of --dry-run is one that git applies', () => {
    const repository = scratchRepository({ 'k8s/old.yaml': oldHpa });
    repository.write('change.patch', fix(repository.root, ['k8s', '--dry-run']).stdout);
    repository.git('apply', 'change.patch');
    expect(readFileSync(repository.path('k8s/old.yaml'), 'utf8')).toBe(fixedHpa);
  });

  it('keeps to the rules that are named', () => {
    const repository = scratchRepository({ 'old.yaml': oldHpa });
    expect(fix(repository.root, ['--check', '--rule', 'hpa-missing-request'])).toMatchObject({
      status: 0,
      stdout: '',
    });
    expect(fix(repository.root, ['--check', '--rule', 'hpa-removed-api']).status).toBe(1);
  });

  it('gives the fixed text of standard input on standard output', () => {
    const repository = scratchRepository({});
    expect(fix(repository.root, ['-'], oldHpa)).toMatchObject({ status: 0, stdout: fixedHpa });
  });
});
