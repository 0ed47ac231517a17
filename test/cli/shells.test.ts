import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { plainEnvironment, repositoryRoot, runPlugin } from './run-plugin.ts';

const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** How each shell is told to be interactive without reading anybody's start-up files, and to run a line. */
const shells = [
  {
    shell: 'bash',
    interactive: ['--norc', '--noprofile', '-i', '-c'],
    script: ['--norc', '--noprofile', '-c'],
  },
  { shell: 'zsh', interactive: ['-f', '-i', '-c'], script: ['-f', '-c'] },
  { shell: 'fish', interactive: ['--no-config', '-i', '-c'], script: ['--no-config', '-c'] },
] as const;

describe.each(shells)('$shell', ({ shell, interactive, script }) => {
  const isMissing = !isThere(shell);
  if (isMissing && process.env.KUBECTL_AUTOSCALE_REQUIRE_ALL !== '1') {
    it.skip(`is not installed: .ci/install-shells brings it`, () => undefined);
    return;
  }

  let bin: string;
  let init: string;
  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), `${shell}-`));
    // kubectl that says how it was called: what the real one does with it is tried in kubectl-dispatch.test.ts.
    writeFileSync(
      join(bin, 'kubectl'),
      '#!/bin/sh\nprintf "kubectl"; for each in "$@"; do printf " [%s]" "$each"; done; echo\nexit 7\n',
    );
    chmodSync(join(bin, 'kubectl'), 0o755);
    symlinkSync(`${repositoryRoot}plugin/bin/kubectl-autoscale.js`, join(bin, 'kubectl-autoscale'));
    init = runPlugin(['shell-init', shell]).stdout;
    writeFileSync(join(bin, 'init'), init);
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  const run = (flags: readonly string[], line: string) => {
    const env = plainEnvironment({ PATH: `${bin}:${process.env.PATH ?? ''}`, HOME: bin });
    const { stdout, stderr, status } = spawnSync(shell, [...flags, line], {
      encoding: 'utf8',
      env,
      input: '',
    });
    return { stdout, stderr, status };
  };
  const source = (): string => (shell === 'fish' ? `source ${bin}/init` : `. ${bin}/init`);

  it('sends our subcommands to us, whole, and hands back the exit code', () => {
    const { stdout, status } = run(
      interactive,
      `${source()}; kubectl autoscale analyze 'deploy/a b' -n 'x*'`,
    );
    expect(stdout).toBe('kubectl [autoscaler] [analyze] [deploy/a b] [-n] [x*]\n');
    expect(status).toBe(7);
  });

  it.each([
    ['the built-in', 'autoscale deployment chat --max=5', '[autoscale] [deployment] [chat] [--max=5]'],
    ['the built-in from a file', 'autoscale -f hpa.yaml', '[autoscale] [-f] [hpa.yaml]'],
    ['the built-in without words', 'autoscale', '[autoscale]'],
    ['any other command', 'get pods analyze', '[get] [pods] [analyze]'],
    ['nothing', '', ''],
  ])('leaves %s as it was typed', (_title, words, seen) => {
    const { stdout } = run(interactive, `${source()}; kubectl ${words}`);
    expect(stdout.trim()).toBe(`kubectl ${seen}`.trim());
  });

  it('is never in the way of scripts', () => {
    const { stdout } = run(script, `${source()}; kubectl autoscale analyze`);
    expect(stdout).toBe('kubectl [autoscale] [analyze]\n');
    const child =
      shell === 'fish' ? `sh -c 'kubectl autoscale analyze'` : `sh -c "kubectl autoscale analyze"`;
    expect(run(interactive, `${source()}; ${child}`).stdout).toBe('kubectl [autoscale] [analyze]\n');
  });

  it('can be read twice, and leaves a function of somebody else alone', () => {
    expect(run(interactive, `${source()}; ${source()}; kubectl autoscale lint`).stdout).toBe(
      'kubectl [autoscaler] [lint]\n',
    );
    const theirs = shell === 'fish' ? 'function kubectl; echo theirs; end' : 'kubectl() { echo theirs; }';
    const { stdout, stderr } = run(interactive, `${theirs}; ${source()}; kubectl autoscale lint`);
    expect(stdout).toBe('theirs\n');
    expect(stderr).toContain('was left alone');
  });

  it('takes the completion script', () => {
    writeFileSync(join(bin, 'completion'), runPlugin(['completion', shell]).stdout);
    const lines = {
      bash: `. ${bin}/completion; COMP_WORDS=(kubectl-autoscale lint --for); COMP_CWORD=2; _kubectl_autoscale; printf '%s\\n' "\${COMPREPLY[@]}"`,
      zsh: `autoload -Uz compinit; compinit -u -D; . ${bin}/completion; print -- \${_comps[kubectl-autoscale]}`,
      fish: `source ${bin}/completion; complete -C 'kubectl-autoscale lint --for' | string split -f1 \\t`,
    };
    const { stdout } = run(interactive, lines[shell]);
    expect(stdout.trim()).toBe(shell === 'zsh' ? '_kubectl_autoscale' : '--format');
  });
});

it('bash completes a value behind "=", and file names where a file is asked for', () => {
  const bin = mkdtempSync(join(tmpdir(), 'completion-'));
  try {
    symlinkSync(`${repositoryRoot}plugin/bin/kubectl-autoscale.js`, join(bin, 'kubectl-autoscale'));
    writeFileSync(join(bin, 'completion'), runPlugin(['completion', 'bash']).stdout);
    const reply = (words: string, count: number): string => {
      const line = `. ${bin}/completion; COMP_WORDS=(kubectl-autoscale ${words}); COMP_CWORD=${count}; _kubectl_autoscale 2>/dev/null; printf '%s,' "\${COMPREPLY[@]}"`;
      const env = plainEnvironment({ PATH: `${bin}:${process.env.PATH ?? ''}` });
      return spawnSync('bash', ['--norc', '-c', line], { encoding: 'utf8', env }).stdout;
    };
    expect(reply('status --output = js', 4)).toBe('json,');
    expect(reply("explain ''", 2)).toContain('hpa,');
    expect(reply("prices ''", 2)).toContain('list,show,');
    expect(reply("status --recording ''", 3)).toBe(',');
  } finally {
    rmSync(bin, { recursive: true, force: true });
  }
});
