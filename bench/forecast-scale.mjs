/**
 * Thousands of series in the fast profile: CPU time and memory of a fit and of an update, on one thread and on several, and how both grow.
 *
 *   npm run bench:forecast-scale -- [--series 10000] [--days 7] [--step-minutes 1] [--threads 2] [--single 100]
 *
 * The series are made up (a day, a week, noise that grows with the level, gaps, spikes, a trend; a seed for each). CPU time is that of the
 * process with all its threads: on a busy machine wall time says little. The reference is a pass that reads a history as
 * the forecast gets it and takes its mean of the last five.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { fitForecast } from '../core/dist/forecast/index.js';
import { forecastMany } from '../core/dist/ports/index.js';
import { threadedForecaster } from '../core/dist/sources/threads/index.js';
import { normalizeSeries, seededRandom } from '../core/dist/stats/index.js';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 5);
const HORIZON_MS = 15 * MINUTE_MS;

const { values: options } = parseArgs({
  options: {
    series: { type: 'string', default: '10000' },
    days: { type: 'string', default: '7' },
    'step-minutes': { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    single: { type: 'string', default: '100' },
  },
});
const stepMs = Number(options['step-minutes']) * MINUTE_MS;
const threads = Number(options.threads);

/** Some metric of some service: no two alike, each the same in every run. */
function madeUp(seed, length) {
  const random = seededRandom(seed + 1);
  const [level, daily, weekly] = [10 ** (4 * random.next()), random.next(), 0.4 * random.next()];
  const [phase, growth, noise] = [random.next(), 0.3 * random.next(), 0.5 + 2 * random.next()];
  const timestampsMs = [];
  const values = [];
  let [wander, spike] = [0, 0];
  for (let i = 0; i < length; i++) {
    const days = (i * stepMs) / 86_400_000;
    wander = 0.995 * wander + 0.02 * random.normal();
    if (spike > 0) spike--;
    else if (random.next() < 0.0002) spike = 10;
    const shape =
      1 +
      0.8 * daily * Math.sin(2 * Math.PI * (days + phase)) +
      weekly * Math.sin((2 * Math.PI * days) / 7) +
      (growth * days) / 7 +
      wander;
    const expected = level * Math.max(0.05, shape) * (spike > 0 ? 4 : 1);
    const value = Math.max(0, expected + noise * Math.sqrt(expected) * random.normal());
    if (random.next() < 0.002) continue;
    timestampsMs.push(START_MS + i * stepMs);
    values.push(value);
  }
  return { labels: {}, timestampsMs, values };
}

function requestOf(history) {
  const nowMs = history.timestampsMs[history.timestampsMs.length - 1];
  return { history, nowMs, horizonMs: HORIZON_MS, stepMs, coverage: 0.9, profile: 'fast' };
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const memoryMiB = () => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 1024 ** 2;
};

/** On this thread: what one fit and one update cost. */
function single(count, days) {
  const length = Math.round((days * 86_400_000) / stepMs);
  const histories = Array.from({ length: count }, (_, i) => madeUp(i, length));
  for (const history of histories.slice(0, 10)) fitForecast(requestOf(history)).forecast();
  const fits = [];
  const updates = [];
  let bytes = 0;
  let reference = cpuMs();
  for (const history of histories) meanOfFive(history);
  reference = (cpuMs() - reference) / count;
  for (const history of histories) {
    let before = cpuMs();
    const live = fitForecast(requestOf(history));
    live.forecast();
    fits.push(cpuMs() - before);
    bytes += live.sizeBytes;
    before = cpuMs();
    let nowMs = history.timestampsMs[history.timestampsMs.length - 1];
    for (let i = 0; i < 60; i++) {
      nowMs += stepMs;
      live.advance({ labels: {}, timestampsMs: [nowMs], values: [history.values[i]] }, nowMs);
      live.forecast();
    }
    updates.push((cpuMs() - before) / 60);
  }
  return {
    steps: length,
    'fit median ms': rounded(quantile(fits, 0.5), 1),
    'fit p95 ms': rounded(quantile(fits, 0.95), 1),
    'update median ms': rounded(quantile(updates, 0.5), 3),
    'update p95 ms': rounded(quantile(updates, 0.95), 3),
    'kept KiB': rounded(bytes / count / 1024, 0),
    '× reference': rounded(quantile(fits, 0.5) / reference, 0),
  };
}

function meanOfFive(history) {
  const { values } = normalizeSeries(history);
  let sum = 0;
  for (const value of values.slice(-5)) sum += value;
  return sum / 5;
}

/** In threads, histories made as their turn comes; nothing is kept. */
async function many(count, threadCount) {
  const script = new URL('forecaster-thread.mjs', import.meta.url);
  const forecaster = threadedForecaster({ script, threads: threadCount });
  const length = Math.round((Number(options.days) * 86_400_000) / stepMs);
  const before = memoryMiB();
  const [started, cpuBefore] = [performance.now(), cpuMs()];
  let peak = before;
  let trusted = 0;
  const jobs = Array.from({ length: count }, (_, i) => ({
    key: String(i),
    request: () => requestOf(madeUp(i, length)),
  }));
  const onProgress = (done) => {
    if (done % 50 === 0) peak = Math.max(peak, process.memoryUsage.rss() / 1024 ** 2);
    if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${done} of ${count}`);
  };
  for await (const { outcome } of forecastMany(forecaster, jobs, { atOnce: 2 * threadCount, onProgress })) {
    if (outcome.trusted) trusted++;
  }
  const seconds = (performance.now() - started) / 1000;
  const cpu = (cpuMs() - cpuBefore) / count;
  await forecaster.close();
  return {
    series: count,
    threads: threadCount,
    'wall s': rounded(seconds, 1),
    'CPU ms/series': rounded(cpu, 1),
    'series/s': rounded(count / seconds, 1),
    'memory before MiB': rounded(before, 0),
    'peak MiB': rounded(peak, 0),
    'trusted %': rounded((100 * trusted) / count, 0),
  };
}

function quantile(values, probability) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(probability * sorted.length))];
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}

const days = Number(options.days);
console.log(`One thread, ${options.single} series, 15 minutes ahead, profile fast; CPU time:`);
console.table([days / 4, days / 2, days, 2 * days].map((each) => single(Number(options.single), each)));
console.log(
  `In threads, ${days} days of history each, made as their turn comes (in the figures: about a third of the CPU time):`,
);
const total = Number(options.series);
const rows = [];
for (const [count, threadCount] of [
  [Math.ceil(total / 4), threads],
  [Math.ceil(total / 2), threads],
  [total, threads],
  [Math.ceil(total / 4), 1],
]) {
  rows.push(await many(count, threadCount));
}
console.table(rows);
