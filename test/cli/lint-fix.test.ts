import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { badHpa, fixedHpa, oldHpa, scratchRepository } from './scratch-repository.ts';

describe('lint --fix', () => {
  it('applies the safe fixes, keeps the rest of the file and its mode, and has nothing left to do', async () => {
    const repository = scratchRepository({
      'unix.yaml': oldHpa,
      'dos.yaml': `\uFEFF${oldHpa.replaceAll('\n', '\r\n')}`,
      'left.yaml': badHpa,
    });
    chmodSync(repository.path('unix.yaml'), 0o600);
    const first = await repository.lint(['--fix']);
    expect(first.stderr).toBe(
      'fixed dos.yaml: Convert to autoscaling/v2\nfixed unix.yaml: Convert to autoscaling/v2\n',
    );
    // What no safe fix mends is still reported.
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('hpa-min-greater-than-max');
    expect(first.stdout).not.toContain('hpa-removed-api');
    const read = (file: string): string => readFileSync(repository.path(file), 'utf8');
    expect(read('unix.yaml')).toBe(fixedHpa);
    expect(read('dos.yaml')).toBe(`\uFEFF${fixedHpa.replaceAll('\n', '\r\n')}`);
    expect(read('left.yaml')).toBe(badHpa);
    expect(statSync(repository.path('unix.yaml')).mode & 0o777).toBe(0o600);
    expect((await repository.lint(['--fix'])).stderr).toBe('');
    expect(readdirSync(repository.root).sort()).toEqual(['.git', 'dos.yaml', 'left.yaml', 'unix.yaml']);
  });

  it('leaves alone what it must not write, says so, fixes the others and ends with 3', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    const target = join(outside, 'target.yaml');
    writeFileSync(target, oldHpa);
    const latin1 = Buffer.from(oldHpa.replace('old', 'm\u00fcde'), 'latin1');
    const repository = scratchRepository({
      'a.yaml': oldHpa,
      'protected.yaml': oldHpa,
      'latin1.yaml': latin1,
    });
    symlinkSync(target, repository.path('link.yaml'));
    chmodSync(repository.path('protected.yaml'), 0o444);
    try {
      const run = await repository.lint(['a.yaml', 'protected.yaml', 'latin1.yaml', 'link.yaml', '--fix']);
      expect(run.code).toBe(3);
      expect(run.stderr).toContain('fixed a.yaml');
      expect(run.stderr).toContain('protected.yaml is write-protected: it was left as it is');
      expect(run.stderr).toContain('latin1.yaml is not UTF-8: it was left as it is');
      expect(run.stderr).toContain(`link.yaml is a link to ${target}, outside of`);
      expect(readFileSync(target, 'utf8')).toBe(oldHpa);
      expect(readFileSync(repository.path('protected.yaml'), 'utf8')).toBe(oldHpa);
      expect(readFileSync(repository.path('latin1.yaml')).equals(latin1)).toBe(true);
      expect(readFileSync(repository.path('a.yaml'), 'utf8')).toBe(fixedHpa);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('stops at Ctrl-C between two files: each is the old or the new one', async () => {
    const count = 300;
    const names = Array.from({ length: count }, (_, index) => `hpa-${index}.yaml`);
    const repository = scratchRepository(
      Object.fromEntries(names.map((name, index) => [name, oldHpa.replaceAll('web', `web-${index}`)])),
    );
    const run = await repository.lint(['--fix'], {
      onStart: (kill) => {
        const timer = setInterval(() => {
          const isBegun = names.some(
            (name) => !readFileSync(repository.path(name), 'utf8').includes('v2beta2'),
          );
          if (isBegun) {
            kill('SIGINT');
            clearInterval(timer);
          }
        }, 2);
      },
    });
    const texts = names.map((name) => readFileSync(repository.path(name), 'utf8'));
    const fixed = texts.filter((text) => text.startsWith('apiVersion: autoscaling/v2 #')).length;
    const old = texts.filter((text) => text.startsWith('apiVersion: autoscaling/v2beta2 #')).length;
    expect(fixed + old).toBe(count);
    expect(fixed).toBeGreaterThan(0);
    expect(texts.every((text) => text.endsWith('averageUtilization: 70}}\n'))).toBe(true);
    expect(readdirSync(repository.root).filter((name) => name !== '.git')).toHaveLength(count);
    // A fast machine may be through before the signal comes.
    if (fixed < count) {
      expect(run.code).toBe(130);
      expect(run.stderr).toContain(`stopped: ${fixed} of ${count} files were fixed`);
    }
  });

  it('of standard input prints the fixed text, and the report elsewhere', async () => {
    const repository = scratchRepository({});
    const run = await repository.lint(['-', '--stdin-filename', 'k8s/hpa.yaml', '--fix'], { input: oldHpa });
    expect(run).toMatchObject({ code: 0, stdout: fixedHpa });
    expect(run.stderr).toContain('0 errors');
    expect(readdirSync(repository.root)).toEqual(['.git']);
  });
});

describe('lint --fix-dry-run', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'patch-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const files = {
    'k8s/a b.yaml': oldHpa,
    'k8s/\u00fcber "x".yaml': oldHpa.replaceAll('web', 'api'),
    'dos.yaml': oldHpa.replaceAll('web', 'dos').replaceAll('\n', '\r\n'),
    'no-newline.yaml': oldHpa.replaceAll('web', 'end').trimEnd(),
    'clean.yaml': fixedHpa.replaceAll('web', 'clean'),
  };

  it('prints a patch that git takes and that does what --fix does', async () => {
    const repository = scratchRepository(files);
    const run = await repository.lint(['--fix-dry-run']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    for (const [file, text] of Object.entries(files)) {
      expect(readFileSync(repository.path(file), 'utf8')).toBe(text);
    }
    const patch = join(folder, 'lint.patch');
    writeFileSync(patch, run.stdout);
    repository.git('apply', '--whitespace=nowarn', patch);
    const patched = Object.keys(files).map((file) => readFileSync(repository.path(file), 'utf8'));
    const other = scratchRepository(files);
    await other.lint(['--fix']);
    expect(patched).toEqual(Object.keys(files).map((file) => readFileSync(other.path(file), 'utf8')));
    expect(patched.join('')).not.toContain('v2beta2');
    expect(await repository.lint(['--fix-dry-run'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'nothing to fix\n',
    });
  });

  it('prints one that patch takes', async () => {
    const repository = scratchRepository({ 'k8s/a b.yaml': oldHpa });
    const run = await repository.lint(['--fix-dry-run']);
    execFileSync('patch', ['-p1', '--silent'], { cwd: repository.root, input: run.stdout });
    expect(readFileSync(repository.path('k8s/a b.yaml'), 'utf8')).toBe(fixedHpa);
  });
});
