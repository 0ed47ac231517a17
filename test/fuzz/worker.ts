import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';

import { seededRandom } from '#core/stats/index.ts';

import { coverageLoop } from './coverage-loop.ts';
import { targets } from './targets/index.ts';

/** What the thread that watches gives to the one that tries. */
export interface WorkerTask {
  readonly target: string;
  readonly seed: number;
  readonly endsAtMs: number;
  /** Where inputs are kept and findings are put. */
  readonly folder: string;
  readonly words: readonly string[];
  /** For each branch how often it ran in one input, as bits; of this run and those before it. */
  readonly seen: Uint8Array;
  /** How many inputs were begun, and how long the present one is; its UTF-16 stands in `input`. */
  readonly progress: Int32Array;
  readonly input: Uint16Array;
}

const task = workerData as WorkerTask;
const target = targets.find(({ name }) => name === task.target);
if (target === undefined) {
  throw new Error(`no target ${task.target}: ${targets.map(({ name }) => name).join(', ')}`);
}

const corpus = `${task.folder}/corpus`;
mkdirSync(corpus, { recursive: true });
const kept = readdirSync(corpus)
  .sort()
  .map((name) => readFileSync(`${corpus}/${name}`, 'utf16le'));
const found = new Set<string>();
let current = '';

// What is thrown outside of the check's own promises belongs to the input that runs.
process.on('uncaughtException', (error) => report(current, error));
process.on('unhandledRejection', (error) => report(current, error));

const branches = (globalThis as { branchCounts?: Uint8Array }).branchCounts!;
await coverageLoop({
  target,
  branches,
  seen: task.seen,
  words: task.words,
  kept,
  random: seededRandom(task.seed),
  goesOn: () => Date.now() < task.endsAtMs,
  events: {
    begin: (input) => {
      current = input;
      for (let at = 0; at < input.length; at++) task.input[at] = input.charCodeAt(at);
      Atomics.store(task.progress, 1, input.length);
      Atomics.add(task.progress, 0, 1);
    },
    reached: (input) => writeFileSync(`${corpus}/${nameOf(input)}`, input, 'utf16le'),
    failed: report,
    slow: (input, milliseconds) => {
      report(input, new Error(`slow: ${Math.round(milliseconds)} ms for ${input.length} characters`));
    },
  },
});
process.exit();

/** Each kind of failure once, by what was said and where. */
function report(input: string, error: unknown): void {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const key = message.replace(/\d+/g, 'N').slice(0, 60) + (/\n\s+at .*/.exec(stack)?.[0] ?? '');
  if (found.has(key)) return;
  found.add(key);
  const path = `${task.folder}/finding-${nameOf(input)}`;
  writeFileSync(path, input, 'utf16le');
  writeFileSync(`${path}.txt`, `${stack}\n\n${JSON.stringify(input)}\n`);
  parentPort?.postMessage({ type: 'finding', path, message });
}

function nameOf(input: string): string {
  return createHash('sha256').update(input, 'utf16le').digest('hex').slice(0, 16);
}
