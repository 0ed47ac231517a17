// Which wrong implementations would a room's own unit tests not notice? As run.mjs does with vectors: every mutant behind a switch, the tests bundled
// once, and for each mutant the tests that reach it run until one fails. They run in a process with limits: a mutant that takes all its memory or its time
// counts as found, and the next one gets a new process.
//
//   npm run mutation:unit -- nodes|cost|manifest [--every N]
//
// `--every 3` tries every third mutant.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { instrumentedSources, instrumentFolder } from './instrumenter.mjs';
import { startTestProcess } from './limited-process.mjs';
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
const { bundle, close } = await bundleTests();
const { durations, coverage, reaching } = await cover();

/** The process that is asked next; one that did not answer is gone. */
let running;
const judged = [];
for (const [index, mutant] of mutants.entries()) {
  const how = await judge(mutant.id);
  if (how.startsWith('out of')) console.error(`${how}: ${mutant.fileName}:${mutant.location.start.line + 1}`);
  judged.push({ mutant, status: how.startsWith('out of') ? 'found' : how });
  if (index % 100 === 99) console.error(`${index + 1} of ${mutants.length}`);
}
running?.end();
printReport(root, room, folder, judged);
close();

/** The room and its tests as one module. */
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
    bundle: outfile,
    close: () => rmSync(out, { recursive: true, force: true }),
  };
}

/** Which tests reach which mutant, the fastest first. */
async function cover() {
  const process = await startTestProcess(bundle);
  const answered = await process.ask({ cover: true }, 300_000);
  process.end();
  if (typeof answered === 'string') throw new Error(`the tests fail without any mutant: ${answered}`);
  const reached = new Map();
  for (const [testId, counts] of Object.entries(answered.coverage.perTest)) {
    for (const id of Object.keys(counts)) reached.set(id, [...(reached.get(id) ?? []), testId]);
  }
  for (const ids of reached.values()) ids.sort((a, b) => answered.durations[a] - answered.durations[b]);
  return { ...answered, reaching: reached };
}

/** `found`, `survived`, `not reached`, `out of time` or `out of memory`. */
async function judge(id) {
  const isStatic = id in coverage.static;
  const chosen = isStatic ? Object.keys(durations) : (reaching.get(id) ?? []);
  if (chosen.length === 0) return 'not reached';
  const tests = chosen.map((testId) => ({
    id: testId,
    hitLimit: 10_000 + 5 * (coverage.perTest[testId]?.[id] ?? 0),
  }));
  const limitMs = 10_000 + 5 * chosen.reduce((sum, testId) => sum + durations[testId], 0);
  // What loading reaches must be loaded with the mutant, in a process of its own.
  if (isStatic) running = running?.end();
  running ??= await startTestProcess(bundle);
  const how = await running.ask({ mutant: id, tests }, limitMs);
  if (isStatic || how.startsWith('out of')) running = running.end();
  return how;
}
