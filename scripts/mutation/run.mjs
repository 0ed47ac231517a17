// Which wrong implementations of the HPA's and the VPA's rules would the vectors not notice? Stryker's instrumenter puts every mutant of a room
// behind a switch; one bundle of rules and vectors is then run once for each mutant, with the vectors that reach it.
//
//   node scripts/mutation/run.mjs hpa|vpa [--json FILE]
//
// The instrumenter is installed once into ~/.cache/kubectl-autoscale/mutation; it is no dependency of the project.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const INSTRUMENTER = '@stryker-mutator/instrumenter@9.6.1';
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

const { instrument } = await openInstrumenter();
const folder = join(root, 'core/src', room);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !aside.has(name))
  .map((name) => ({
    name: join(folder, name),
    mutate: true,
    content: readFileSync(join(folder, name), 'utf8'),
  }));
const { files: instrumented, mutants: all } = await instrument(files);
const mutants = all.filter(({ status }) => status !== 'Ignored');
const { runner, close } = await bundle(new Map(instrumented.map(({ name, content }) => [name, content])));
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
report(results);
close();

/** Loaded by path, since it is not among the project's packages. */
async function openInstrumenter() {
  const home = join(homedir(), '.cache/kubectl-autoscale/mutation');
  if (!existsSync(join(home, 'node_modules/@stryker-mutator/instrumenter'))) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"private":true}\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', INSTRUMENTER], {
      cwd: home,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  const { Instrumenter } = await import(
    pathToFileURL(join(home, 'node_modules/@stryker-mutator/instrumenter/dist/src/index.js')).href
  );
  const silent = () => undefined;
  const logger = { debug: silent, info: silent, warn: silent, isDebugEnabled: () => false };
  const instrumenter = new Instrumenter(logger);
  return {
    instrument: (sources) =>
      instrumenter.instrument(sources, { plugins: null, excludedMutations: ['StringLiteral'], ignorers: [] }),
  };
}

/** Rules and vectors as one module, with the instrumented files in place of the real ones. A query gives a fresh copy. */
async function bundle(contents) {
  const out = mkdtempSync(join(tmpdir(), 'mutation-'));
  const outfile = join(out, 'vectors.mjs');
  await build({
    entryPoints: [join(root, 'test/conformance/run-vectors.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
    plugins: [
      {
        name: 'instrumented',
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^#core\// }, ({ path }) => ({ path: join(root, 'core/src', path.slice(6)) }));
          onLoad({ filter: /\.ts$/ }, ({ path }) =>
            contents.has(path) ? { contents: contents.get(path), loader: 'ts' } : undefined,
          );
        },
      },
    ],
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

function report(all) {
  const byFile = new Map();
  for (const { mutant, status } of all) {
    const name = mutant.fileName.slice(folder.length + 1);
    const row = byFile.get(name) ?? { found: 0, survived: 0, 'not reached': 0 };
    row[status] += 1;
    byFile.set(name, row);
  }
  const share = ({ found, survived }) =>
    found + survived === 0 ? '–' : `${((100 * found) / (found + survived)).toFixed(1)} %`;
  for (const [name, row] of byFile) {
    console.log(
      `${name.padEnd(32)} found ${row.found}, survived ${row.survived}, not reached ${row['not reached']}  ${share(row)}`,
    );
  }
  const total = [...byFile.values()].reduce(
    (sum, row) => ({
      found: sum.found + row.found,
      survived: sum.survived + row.survived,
      'not reached': sum['not reached'] + row['not reached'],
    }),
    { found: 0, survived: 0, 'not reached': 0 },
  );
  console.log(
    `${room}: ${all.length} mutants, ${total.found} found, ${total.survived} survived, ${total['not reached']} not reached: ${share(total)}`,
  );
  for (const { mutant, status } of all) {
    if (status === 'found') continue;
    const { fileName, location, mutatorName, replacement } = mutant;
    const at = `${fileName.slice(root.length)}:${location.start.line + 1}:${location.start.column + 1}`;
    console.log(`${status}  ${at}  ${mutatorName}  ${replacement.replace(/\s+/g, ' ').slice(0, 90)}`);
  }
  if (option === '--json' && jsonFile) writeFileSync(jsonFile, JSON.stringify(all, null, 1));
}
