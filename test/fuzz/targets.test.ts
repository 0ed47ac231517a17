import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { seededRandom } from '#core/stats/index.ts';

import { mutate } from './mutate.ts';
import { targets } from './targets/index.ts';

const folder = fileURLToPath(new URL('regressions', import.meta.url));

/** Inputs that once broke something, one a line as JSON. */
function regressionsOf(name: string): readonly string[] {
  const path = `${folder}/${name}.jsonl`;
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string);
}

/** A few seconds for all: the long runs are `npm run fuzz`. */
const runs: Readonly<Record<string, number>> = { 'language-server': 20, linter: 60, manifests: 60 };

describe.each(targets)('$name', (target) => {
  const seeds = target.seeds();

  it('takes its examples and what once broke it', async () => {
    expect(seeds.length).toBeGreaterThan(1);
    for (const input of [...seeds, ...regressionsOf(target.name)]) await target.check(input);
  });

  it('takes mutants of its examples', async () => {
    const mutants = fc
      .tuple(fc.constantFrom(...seeds), fc.nat(), fc.integer({ min: 1, max: 6 }))
      .map(([seed, randomness, rounds]) => {
        const random = seededRandom(randomness);
        const stock = { others: seeds, words: [], longest: target.longest };
        return Array.from({ length: rounds }).reduce<string>((text) => mutate(text, random, stock), seed);
      });
    await fc.assert(
      fc.asyncProperty(mutants, async (input) => target.check(input)),
      {
        numRuns: runs[target.name] ?? 200,
        seed: 20_261_129,
      },
    );
  });
});

it('has a target for each file of regressions', () => {
  const names = readdirSync(folder).map((file) => file.replace('.jsonl', ''));
  expect(targets.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
});
