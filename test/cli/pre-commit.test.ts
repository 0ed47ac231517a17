import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { repositoryRoot } from './run-plugin.ts';
import { badHpa, fixedHpa, oldHpa } from './scratch-repository.ts';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kubectl-autoscale/pre-commit');
const isRequired = process.env.KUBECTL_AUTOSCALE_REQUIRE_ALL === '1';

// Each installs the hooks from a clone of this repository, which takes a minute or two.
const combinations = [
  ['oldest', 'npm10'],
  ['oldest', 'npm11'],
  ['newest', 'npm10'],
  ['newest', 'npm11'],
] as const;

describe.each(combinations)('pre-commit (%s) with %s', (preCommit, npm) => {
  const program = join(cache, preCommit, 'bin/pre-commit');
  const npmFolder = join(cache, npm, 'node_modules/.bin');
  const isThere = exists(program) && exists(npmFolder);

  it.runIf(isRequired)('is installed (.ci/install-pre-commit)', () => expect(isThere).toBe(true));

  describe.runIf(isThere)('on a repository with all three hooks', () => {
    let folder: string;
    let work: string;
    let hooks: string;
    const env = (): NodeJS.ProcessEnv => ({
      ...withoutNpm(process.env),
      PATH: `${npmFolder}:${join(cache, preCommit, 'bin')}:${process.env.PATH ?? ''}`,
      // pre-commit takes programs below the home folder for shims, and would fetch a Node of its own.
      HOME: folder,
      npm_config_cache: join(cache, 'npm-cache'),
      PRE_COMMIT_HOME: join(folder, 'home'),
      GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
    });
    const git = (...args: string[]) => spawnSync('git', args, { cwd: work, env: env(), encoding: 'utf8' });
    const commit = (): { status: number | null; output: string } => {
      git('add', '-A');
      const { status, stdout, stderr } = git('commit', '-qm', 'change');
      return { status, output: stdout + stderr };
    };

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'pre-commit-'));
      work = join(folder, 'work');
      hooks = join(folder, 'hooks');
      mkdirSync(work);
      // The working tree as it stands, committed: what a user's pre-commit clones.
      copyRepository(hooks, env());
      writeFileSync(join(folder, 'gitconfig'), '[user]\nname = t\nemail = t@example.org\n');
      git('init', '-q');
      const rev = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: hooks, encoding: 'utf8' }).trim();
      const ids = ['kubectl-autoscale-fix', 'kubectl-autoscale-lint', 'kubectl-autoscale-lint-all'];
      const list = ids.map((id) => `      - id: ${id}\n`).join('');
      writeFileSync(
        join(work, '.pre-commit-config.yaml'),
        `repos:\n  - repo: ${hooks}\n    rev: ${rev}\n    hooks:\n${list}`,
      );
      const install = spawnSync(program, ['install', '--install-hooks'], {
        cwd: work,
        env: env(),
        encoding: 'utf8',
      });
      expect(install.status, install.stdout + install.stderr).toBe(0);
    }, 900_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('lets a good commit pass, refuses a bad one, and repairs what has a safe fix', () => {
      writeFileSync(join(work, 'good.yaml'), fixedHpa);
      writeFileSync(join(work, 'values.yaml'), 'some: {other: yaml}\n');
      expect(commit()).toMatchObject({ status: 0 });

      writeFileSync(join(work, 'bad.yaml'), badHpa.replaceAll('web', 'bad'));
      const bad = commit();
      expect(bad.status).not.toBe(0);
      expect(bad.output).toContain('hpa-min-greater-than-max');
      expect(bad.output).toContain('bad.yaml:6:16');
      rmSync(join(work, 'bad.yaml'));

      writeFileSync(join(work, 'old.yaml'), oldHpa.replaceAll('web', 'old'));
      const old = commit();
      expect(old.status).not.toBe(0);
      expect(old.output).toContain('files were modified by this hook');
      expect(readFileSync(join(work, 'old.yaml'), 'utf8')).toBe(fixedHpa.replaceAll('web', 'old'));
      expect(commit()).toMatchObject({ status: 0 });
    }, 300_000);
  });
});

/** What a machine sets for its network stays; what the npm that runs these tests sets for its children does not. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(npm_(?!config_(registry|cache|https?_proxy|cafile))|GIT_|INIT_CWD)/i.test(name),
    ),
  );
}

function exists(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

function copyRepository(target: string, env: NodeJS.ProcessEnv): void {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 1e8 });
  for (const file of files.split('\0')) {
    if (file !== '' && exists(join(repositoryRoot, file))) {
      cpSync(join(repositoryRoot, file), join(target, file), { recursive: true });
    }
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: target, env });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'as it stands');
}
