// The process in which the tests of a bundle run against mutants. It may be killed at any time: a mutant can loop, or gather until the memory is full.
//
// Told by messages: `{ cover: true }` is answered with which tests reach which mutants, `{ mutant, tests }` with whether one of these tests finds it.
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [bundle] = process.argv.slice(2);
const coverage = { static: {}, perTest: {} };
// The instrumented files keep the object that they find first.
const state = (globalThis.__stryker__ = { mutantCoverage: coverage });
globalThis.mutationExpect = await loadExpect();

process.on('message', async (asked) => process.send(asked.cover ? await cover() : await judge(asked)));
process.send('ready');

/** Vitest's own `expect`, loaded by path: it comes with vitest. */
async function loadExpect() {
  const modules = new URL('../../node_modules/', import.meta.url);
  const load = (name) => import(pathToFileURL(fileURLToPath(new URL(name, modules))).href);
  const chai = await load('chai/index.js');
  const { JestAsymmetricMatchers, JestChaiExpect, JestExtend, GLOBAL_EXPECT } = await load(
    '@vitest/expect/dist/index.js',
  );
  for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
  const { expect } = chai;
  expect.soft = expect;
  globalThis[GLOBAL_EXPECT] ??= expect;
  return expect;
}

/** The tests of the bundle; with a mutant switched on before, also what happens while modules load is the mutant's. */
async function load() {
  return (await import(pathToFileURL(bundle).href)).tests;
}

/** What loading reaches, and of each test how long it took and how often it reached which mutant. */
async function cover() {
  const durations = {};
  for (const test of await load()) {
    state.currentTestId = test.id;
    const start = performance.now();
    await test.body();
    durations[test.id] = performance.now() - start;
  }
  state.currentTestId = undefined;
  return { durations, coverage };
}

async function judge({ mutant, tests }) {
  state.activeMutant = mutant;
  try {
    const byId = new Map((await load()).map((test) => [test.id, test]));
    for (const { id, hitLimit } of tests) {
      state.hitCount = 0;
      // Loops that a mutant makes endless end here, if the mutant itself lies in the loop.
      state.hitLimit = hitLimit;
      await byId.get(id)?.body();
    }
    return 'survived';
  } catch {
    return 'found';
  } finally {
    state.activeMutant = undefined;
    state.hitCount = undefined;
  }
}
