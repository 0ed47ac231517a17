// Which wrong implementations would a room's own unit tests not notice? As run.mjs does with vectors: every mutant behind a switch, the tests bundled
// once, and for each mutant the tests that reach it run in this process until one fails.
//
//   npm run mutation:unit -- nodes|cost|manifest [--every N]
//
// `--every 3` tries every third mutant.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { instrumentedSources, instrumentFolder } from './instrumenter.mjs';
import { printReport } from './report.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' } },
});
const [room] = positionals;
if (!['nodes', 'cost', 'manifest'].includes(room)) {
  console.error('Usage: npm run mutation:unit -- nodes|cost|manifest [--every N]');
  process.exit(2);
}

/** Data, words, and files of no code. */
const aside = /(^|\/)index\.ts$|price-books\/|generated|describe-|-text\.ts$/;
const folder = join(root, 'core/src', room);
const { contents, mutants: all } = await instrumentFolder(folder, (name) => !aside.test(name));
const mutants = all.filter((_, index) => index % Number(options.every) === 0);
globalThis.mutationExpect = await loadExpect();
const coverage = { static: {}, perTest: {} };
const state = (globalThis.__stryker__ = { mutantCoverage: coverage });
const { load, close } = await bundleTests();
const tests = await load('baseline');
const durations = new Map();
const reaching = await cover();

const judged = [];
for (const [index, mutant] of mutants.entries()) {
  judged.push({ mutant, status: await judge(mutant.id) });
  if (index % 100 === 99) console.error(`${index + 1} of ${mutants.length}`);
}
printReport(root, room, folder, judged);
close();

/** Vitest's own `expect`, loaded by path: it comes with vitest. */
async function loadExpect() {
  const load = (name) => import(pathToFileURL(join(root, 'node_modules', name)).href);
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

/** A query gives a fresh copy of the room and of its tests. */
async function bundleTests() {
  const out = mkdtempSync(join(tmpdir(), 'mutation-'));
  const outfile = join(out, 'tests.mjs');
  const from = join(root, 'test', room);
  const names = readdirSync(from).filter((name) => name.endsWith('.test.ts'));
  const entry = join(out, 'entry.mjs');
  const collected = fileURLToPath(new URL('collected-tests.mjs', import.meta.url));
  writeFileSync(
    entry,
    [
      ...names.map((name) => `import ${JSON.stringify(join(from, name))};`),
      `export { tests } from ${JSON.stringify(collected)};`,
    ].join('\n'),
  );
  await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
    alias: { vitest: collected },
    nodePaths: [join(root, 'node_modules')],
    // Fixtures stand beside the tests.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(from, 'x.test.ts')).href) },
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(process.argv[1]);",
    },
    plugins: [instrumentedSources(root, contents)],
  });
  return {
    load: async (id) => (await import(`${pathToFileURL(outfile).href}?${id}`)).tests,
    close: () => rmSync(out, { recursive: true, force: true }),
  };
}

/** Which tests reach which mutant, the fastest first. */
async function cover() {
  const reached = new Map();
  for (const test of tests) {
    state.currentTestId = test.id;
    const start = performance.now();
    await test.body();
    durations.set(test.id, performance.now() - start);
    for (const id of Object.keys(coverage.perTest[test.id] ?? {})) {
      reached.set(id, [...(reached.get(id) ?? []), test.id]);
    }
  }
  state.currentTestId = undefined;
  for (const ids of reached.values()) ids.sort((a, b) => durations.get(a) - durations.get(b));
  return reached;
}

async function judge(id) {
  const isStatic = id in coverage.static;
  const chosen = isStatic ? tests.map((test) => test.id) : (reaching.get(id) ?? []);
  if (chosen.length === 0) return 'not reached';
  state.activeMutant = id;
  try {
    const own = isStatic ? await load(`mutant-${id}`) : tests;
    const byId = new Map(own.map((test) => [test.id, test]));
    for (const testId of chosen) {
      state.hitCount = 0;
      // Loops that a mutant makes endless end here, before what they gather fills the memory.
      state.hitLimit = 10_000 + 5 * (coverage.perTest[testId]?.[id] ?? 0);
      await byId.get(testId)?.body();
    }
    return 'survived';
  } catch {
    return 'found';
  } finally {
    state.activeMutant = undefined;
  }
}
