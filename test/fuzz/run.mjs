// Coverage-guided runs against everything that reads foreign text.
//
//   npm run fuzz -- [TARGET …] [--minutes N] [--seed N]
//
// One target after the other, N minutes each (1 unless told). What reached something new is kept in ~/.cache/kubectl-autoscale/fuzz/TARGET/corpus, so that
// the next run goes on from there; findings are put beside it. Ends with 1 where something was found. docs/testing/fuzzing.md tells the rest.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import { build } from 'esbuild';

import { branchCounting } from './instrument.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = join(homedir(), '.cache/kubectl-autoscale/fuzz');
const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const all = [
  ...[
    'manifests',
    'linter',
    'quantities',
    'promql',
    'adapter-requests',
    'adapter-configuration',
    'price-files',
  ],
  ...['prometheus-answers', 'configuration', 'language-server'],
];
/** An input that has not ended after this long is one that never ends. */
const hungMilliseconds = 20_000;
/** No input of some thousand characters needs more; a worker that does is ended and its input is a finding. */
const heapMegabytes = 768;

mkdirSync(home, { recursive: true });
const counting = branchCounting(root);
const outfile = join(home, `worker-${process.pid}.mjs`);
let findings = 0;
try {
  await build({
    entryPoints: [join(root, 'test/fuzz/worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { '#core': join(root, 'core/src') },
    conditions: ['source'],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; import { workerData as given } from 'node:worker_threads'; const require = requireFrom(import.meta.url); globalThis.branchCounts = new Uint8Array(given.seen.length);",
    },
    logLevel: 'warning',
    plugins: [counting.plugin],
  });
  for (const target of asked.length > 0 ? asked : all) await fuzz(target);
} finally {
  rmSync(outfile, { force: true });
}
process.exitCode = findings > 0 ? 1 : 0;

/** Starts a worker again for as long as there is time, whenever an input ended it. */
async function fuzz(target) {
  const folder = join(home, target);
  mkdirSync(folder, { recursive: true });
  const endsAtMs = Date.now() + Number(options.minutes) * 60_000;
  const before = process.cpuUsage();
  const seen = new Uint8Array(new SharedArrayBuffer(counting.branches()));
  let [inputs, seed] = [0, Number(options.seed)];
  while (Date.now() < endsAtMs) {
    inputs += await once({ target, folder, endsAtMs, seed: seed++, seen });
  }
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = Math.round((user + system) / 1e6);
  const line = { target, at: new Date().toISOString(), cpuSeconds, inputs, seed: Number(options.seed) };
  writeFileSync(join(folder, 'runs.jsonl'), `${JSON.stringify(line)}\n`, { flag: 'a' });
  const files = coverageOf(seen);
  writeFileSync(join(folder, 'coverage.json'), JSON.stringify(files, null, 1));
  const [reached, total] = [sum(files, 'reached'), sum(files, 'branches')];
  console.log(
    `${target}: ${inputs} inputs in ${cpuSeconds} s of CPU; ${reached} of ${total} branches in the ${files.length} files that ran`,
  );
}

/** Of each file that ran at all: how many of its branches did. */
function coverageOf(seen) {
  return counting.files
    .map(({ path, first, branches }) => ({
      path,
      branches,
      reached: seen.subarray(first, first + branches).filter((known) => known !== 0).length,
    }))
    .filter(({ reached }) => reached > 0);
}

function sum(rows, field) {
  return rows.reduce((total, row) => total + row[field], 0);
}

function once({ target, folder, endsAtMs, seed, seen }) {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const input = new Uint16Array(new SharedArrayBuffer(2 ** 18));
  const words = [...counting.words];
  const worker = new Worker(outfile, {
    workerData: { target, folder, endsAtMs, seed, progress, input, words, seen },
    env: { ...process.env, KUBECTL_AUTOSCALE_REPOSITORY: root },
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  const present = () => String.fromCharCode(...input.subarray(0, Atomics.load(progress, 1)));
  let [last, since] = [-1, Date.now()];
  const watch = setInterval(() => {
    const now = Atomics.load(progress, 0);
    if (now !== last) [last, since] = [now, Date.now()];
    else if (Date.now() - since > hungMilliseconds) fail('does not end', present());
  }, 1000);
  const fail = (what, text) => {
    findings += 1;
    const path = join(folder, `finding-${Date.now()}`);
    writeFileSync(path, text, 'utf16le');
    writeFileSync(`${path}.txt`, `${what}\n\n${JSON.stringify(text)}\n`);
    console.log(`${target}: ${what}: ${path}`);
    void worker.terminate();
  };
  return new Promise((resolve, reject) => {
    worker.on('message', ({ type, path, message }) => {
      if (type !== 'finding') return;
      findings += 1;
      console.log(`${target}: ${message}: ${path}`);
    });
    worker.on('error', (error) => {
      if (Atomics.load(progress, 0) === 0) reject(error);
      else fail(`ended the worker: ${error.message}`, present());
    });
    worker.on('exit', () => {
      clearInterval(watch);
      resolve(Atomics.load(progress, 0));
    });
  });
}
