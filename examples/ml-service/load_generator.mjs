#!/usr/bin/env node
// Sends requests at a stated rate, whether or not the ones before were answered, as independent users do, and says how they fared.
//
//   node load_generator.mjs http://localhost:8080/predict --from 20 --to 200 --seconds 300 [--timeout 10] [--seed 1]
//
// The rate goes from the first to the second in a straight line; the times between two requests are exponential. In a cluster:
// kubectl port-forward service/ml-service 8080:80, which ends at one pod: for load on all of them, run it where the Service's name resolves.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '20' },
    to: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '60' },
    timeout: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
});
const [from, to, seconds, timeout, seed] = ['from', 'to', 'seconds', 'timeout', 'seed'].map((name) => {
  const number = Number(values[name]);
  if (number >= 0) return number;
  console.error(`load_generator: --${name} ${values[name]} is no number from 0 on`);
  process.exit(2);
});
const [url] = positionals;
if (!URL.canParse(url ?? '')) {
  console.error('load_generator: name the address to ask, http://localhost:8080/predict');
  process.exit(2);
}

/** Numbers below 1 that only the seed decides (mulberry32). */
function randomFrom(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const milliseconds = [];
const failures = new Map();
const asked = [];
const began = performance.now();
const passed = () => (performance.now() - began) / 1000;

async function ask() {
  const start = performance.now();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout * 1000) });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`status ${response.status}`);
    milliseconds.push(performance.now() - start);
  } catch (error) {
    const reason =
      error.name === 'TimeoutError' ? `none in ${timeout} s` : (error.cause?.code ?? error.message);
    failures.set(reason, (failures.get(reason) ?? 0) + 1);
  }
}

for (let due = 0; ;) {
  const perSecond = from + ((to - from) * due) / seconds;
  due += -Math.log(1 - random()) / Math.max(perSecond, 0.01);
  if (due >= seconds) break;
  if (due > passed()) await sleep(1000 * (due - passed()));
  asked.push(ask());
}
await Promise.all(asked);

milliseconds.sort((a, b) => a - b);
const at = (share) =>
  milliseconds[Math.min(milliseconds.length - 1, Math.floor(share * milliseconds.length))];
const shown = [0.5, 0.95, 0.99]
  .map((share) => `p${100 * share} ${at(share)?.toFixed(1) ?? '–'} ms`)
  .join(', ');
console.log(
  `${asked.length} requests in ${passed().toFixed(1)} s (${(asked.length / passed()).toFixed(1)}/s): ${shown}`,
);
for (const [reason, count] of failures) console.log(`${count} without an answer: ${reason}`);
process.exitCode = failures.size > 0 ? 1 : 0;
