import { Parser } from '@oclif/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import Lint from '#plugin/commands/lint.ts';
import { plainLintCall } from '#plugin/entry/plain-lint-call.ts';

/** What oclif makes of the same words; `undefined` where it refuses them. */
async function oclifReading(args: readonly string[]): Promise<unknown> {
  try {
    const { argv, flags } = await Parser.parse([...args], {
      flags: Lint.flags,
      args: Lint.args,
      strict: false,
    });
    // It moves words that are given twice; the order of paths means nothing.
    return { paths: (argv as string[]).sort(), flags };
  } catch {
    return undefined;
  }
}

const word = fc.oneof(
  fc.constantFrom(...Object.keys(Lint.flags).map((flag) => `--${flag}`)),
  fc.constantFrom('--format', '--fix', '--quiet', '--fail-on', '--preset', '--output'),
  fc.constantFrom(
    '--fail-on=info',
    '--fail-on=',
    '--format=json=a.json',
    '--fix=true',
    '--no-fix',
    '--cloud=aws',
  ),
  fc.constantFrom(
    'k8s/',
    'a.yaml',
    '-',
    '--',
    '',
    '-q',
    '-l',
    '-5',
    '-n=x',
    '--bogus',
    '--form',
    '---',
    '=',
    'lint',
  ),
  fc.constantFrom(
    'json',
    'sarif=out.sarif',
    'error',
    'never',
    'strict',
    'open',
    'aws',
    '1.34',
    '--help',
    '-h',
  ),
  fc.string({ maxLength: 4 }),
);

describe('reading a call of lint without oclif', () => {
  it.each([
    { args: [] },
    { args: ['a.yaml', 'b.yaml'] },
    { args: ['--fix', '--', 'a.yaml', '-b.yaml'] },
    { args: ['--format', 'json', '--format=sarif=out.sarif', 'k8s/', '--fail-on', 'warning'] },
    { args: ['-', '--stdin-filename', 'k8s/a.yaml', '--kubernetes-version', '1.34', '--preset=strict'] },
    {
      args: [
        '--baseline',
        'base.json',
        '--config',
        'c.yaml',
        '--output',
        'o.txt',
        '--quiet',
        '--cloud',
        'gce',
      ],
    },
  ])('reads $args as oclif does', async ({ args }) => {
    const plain = plainLintCall(args);
    expect({ ...plain, paths: plain?.paths.toSorted() }).toEqual(await oclifReading(args));
  });

  it.each([
    { args: ['--help'] },
    { args: ['--bogus', 'a.yaml'] },
    { args: ['--fail-on', 'sometimes'] },
    { args: ['--preset', 'strict', '--preset', 'strict'] },
    { args: ['--output'] },
    { args: ['--cluster', '-n', 'prod'] },
    { args: ['--prometheus-url', 'http://localhost:9090'] },
  ])('leaves $args to oclif', ({ args }) => {
    expect(plainLintCall(args)).toBeUndefined();
  });

  it('reads whatever it reads as oclif does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (args) => {
        const plain = plainLintCall(args);
        if (plain === undefined) return;
        expect({ ...plain, paths: plain.paths.toSorted() }).toEqual(await oclifReading(args));
      }),
      { numRuns: 1000 },
    );
  });
});
