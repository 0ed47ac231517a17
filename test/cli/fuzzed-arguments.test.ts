import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { arbitraryCommandLines } from './arbitrary-words.ts';
import { damagedFiles, layOut } from './mutated-files.ts';
import { type PluginRun, repositoryRoot, runPluginBeside } from './run-plugin.ts';

/** More, and others, by hand: `FUZZ_RUNS=1000 FUZZ_SEED=7 npx vitest run test/cli/fuzzed-arguments.test.ts`. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_129);
const runs = (usual: number): number => Number(process.env.FUZZ_RUNS ?? usual);

/** Generous: a busy machine is no hang. */
const longestMs = 60_000;

/** What an exception that nobody foresaw looks like on standard error. */
const defect =
  /^\s+at .+[:)]|internal error|\b(Type|Range|Reference|Syntax)Error\b|undefined is not|is not a function|Cannot read prop|^\(node:/m;

describe.concurrent('whatever is typed and read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzzed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Without a cluster, a home, other programs or the network. */
  const run = (args: readonly string[], cwd: string): Promise<PluginRun> =>
    runPluginBeside(
      args,
      { PATH: '/nonexistent', HOME: join(folder, 'home'), KUBECONFIG: join(folder, 'no-kubeconfig') },
      { cwd, noInput: true, timeoutMs: longestMs },
    );

  function expectWords({ code, stdout, stderr }: PluginRun): void {
    expect(stderr).not.toMatch(defect);
    expect([0, 1, 2, 3]).toContain(code);
    // `doctor` says in its report what is wrong.
    if (code === 2 || code === 3) expect(stdout + stderr).not.toBe('');
  }

  it('arguments end in words, in time, with an exit code that is documented', async () => {
    const cwd = join(folder, 'arguments');
    await fc.assert(
      fc.asyncProperty(
        arbitraryCommandLines(join(repositoryRoot, 'examples/platform/recording')),
        async (args) => {
          rmSync(cwd, { recursive: true, force: true });
          mkdirSync(join(cwd, 'folder'), { recursive: true });
          for (const name of ['manifest.yaml', 'prices.yaml', 'samples.csv']) {
            writeFileSync(join(cwd, name), '');
          }
          expectWords(await run(args, cwd));
        },
      ),
      { numRuns: runs(50), seed, endOnFailure: true },
    );
  }, 7_200_000);

  it('files end in words, in time, with an exit code that is documented', async () => {
    const cwd = join(folder, 'files');
    await fc.assert(
      fc.asyncProperty(damagedFiles(), async (file) => {
        layOut(cwd, file);
        expectWords(await run(file.call, cwd));
      }),
      { numRuns: runs(30), seed, endOnFailure: true },
    );
  }, 7_200_000);
});
