// Which wrong implementations of the HPA's and the VPA's rules would the vectors not notice? Stryker's instrumenter puts every mutant of a room
// behind a switch; one bundle of rules and vectors is then run once for each mutant, with the vectors that reach it.
//
//   node scripts/mutation/run.mjs hpa|vpa [--json FILE]
//
// The instrumenter is installed once into ~/.cache/kubectl-autoscale/mutation; it is no dependency of the project.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

import { instrumentedSources, instrumentFolder } from './instrumenter.mjs';
import { printReport } from './report.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [room, option, jsonFile] = process.argv.slice(2);
if (room !== 'hpa' && room !== 'vpa') {
  console.error('Usage: node scripts/mutation/run.mjs hpa|vpa [--json FILE]');
  process.exit(2);
}

/** Words and outlooks, which the vectors do not look at: unit tests do. */
const aside = new Set([
  'index.ts',
  'amount-text.ts',
  'calculation-reasons.ts',
  'usage-reasons.ts',
  'outlook.ts',
  'metric-threshold.ts',
]);

const folder = join(root, 'core/src', room);
const { contents, mutants } = await instrumentFolder(folder, (name) => !aside.has(name));
const { runner, close } = await bundle();
const vectors = readVectors();
// The instrumented files keep the object that they find first.
const coverage = { static: {}, perTest: {} };
const state = (globalThis.__stryker__ = { mutantCoverage: coverage });
const { perVector, isStatic } = cover(await runner('baseline'));

const results = [];
for (const [index, mutant] of mutants.entries()) {
  results.push({ mutant, ...(await judge(mutant.id)) });
  if (index % 100 === 99) console.error(`${index + 1} of ${mutants.length}`);
}
printReport(root, room, folder, results);
if (option === '--json' && jsonFile) writeFileSync(jsonFile, JSON.stringify(results, null, 1));
close();

/** Rules and vectors as one module, with the instrumented files in place of the real ones. A query gives a fresh copy. */
async function bundle() {
  const out = mkdtempSync(join(tmpdir(), 'mutation-'));
  const outfile = join(out, 'vectors.mjs');
  await build({
    entryPoints: [join(root, 'test/conformance/run-vectors.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
    plugins: [instrumentedSources(root, contents)],
  });
  return {
    runner: async (id) => (await import(`${pathToFileURL(outfile).href}?${id}`)).checkVector,
    close: () => rmSync(out, { recursive: true, force: true }),
  };
}

function readVectors() {
  const from = join(root, 'test/conformance/vectors');
  return readdirSync(from)
    .filter((name) => name.startsWith(room))
    .flatMap((name) => JSON.parse(readFileSync(join(from, name), 'utf8')).vectors);
}

/** Which vectors reach which mutant; what is reached while the module loads is for all. */
function cover(check) {
  const staticMutants = new Set(Object.keys(coverage.static));
  const reached = new Map();
  for (const vector of vectors) {
    state.currentTestId = vector.id;
    const problems = check(vector);
    if (problems.length > 0) throw new Error(`${vector.id} fails without any mutant: ${problems.join('; ')}`);
    for (const id of Object.keys(coverage.perTest[vector.id] ?? {})) {
      reached.set(id, [...(reached.get(id) ?? []), vector]);
    }
  }
  state.currentTestId = undefined;
  return { perVector: reached, isStatic: (id) => staticMutants.has(id) };
}

async function judge(id) {
  const chosen = perVector.get(id) ?? [];
  if (chosen.length === 0 && !isStatic(id)) return { status: 'not reached' };
  state.activeMutant = id;
  state.hitCount = 0;
  state.hitLimit = 10_000_000;
  try {
    const check = await runner(isStatic(id) ? `mutant-${id}` : 'baseline');
    for (const vector of isStatic(id) ? vectors : chosen) {
      state.hitCount = 0;
      state.hitLimit = 1_000_000;
      if (check(vector).length > 0) return { status: 'found', by: vector.id };
    }
    return { status: 'survived' };
  } catch (error) {
    return { status: 'found', by: String(error) };
  } finally {
    state.activeMutant = undefined;
  }
}
