import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { repositoryRoot } from './run-plugin.ts';
import { badHpa, fixedHpa, scratchRepository } from './scratch-repository.ts';

/** The script under "A plain git hook", as it is written for people to copy. */
function documentedHook(): string {
  const page = readFileSync(`${repositoryRoot}docs/lint/ci.md`, 'utf8');
  const script = /^## A plain git hook\n\n```sh\n([^]*?)```$/m.exec(page)?.[1];
  if (script === undefined) throw new Error('docs/lint/ci.md has no hook');
  return script;
}

describe('the documented git hook', () => {
  it('refuses a commit with a mistake, and lets one pass without', () => {
    const repository = scratchRepository({ 'k8s/a b.yaml': fixedHpa, 'notes.txt': 'no manifest\n' });
    mkdirSync(repository.path('.git/bin'));
    symlinkSync(
      `${repositoryRoot}plugin/bin/kubectl-autoscaler.js`,
      repository.path('.git/bin/kubectl-autoscaler'),
    );
    repository.write('.git/hooks/pre-commit', documentedHook());
    chmodSync(repository.path('.git/hooks/pre-commit'), 0o755);
    const path = process.env.PATH ?? '';
    process.env.PATH = `${repository.path('.git/bin')}:${path}`;
    try {
      const commit = (): string => {
        repository.git('add', '-A');
        return repository.git('commit', '-qm', 'change');
      };
      commit();
      repository.write('notes.txt', 'other words\n');
      commit();
      repository.write('k8s/bad.yaml', badHpa);
      expect(commit).toThrow(/bad\.yaml:6:16/);
      expect(repository.git('log', '--format=%s').trim().split('\n')).toHaveLength(2);
    } finally {
      process.env.PATH = path;
    }
  });
});
