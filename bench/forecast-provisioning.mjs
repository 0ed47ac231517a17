/**
 * What forecasts are worth to an autoscaler: minutes under-provisioned at equal cost, and what an injected spike does to what is said after it.
 *
 *   npm run bench:forecast-provisioning -- [--data <folder>] [--lead-minutes 10] [--coverage 0.9] [--profile fast] [--half odd|even]
 *
 * Provisioning: capacity for a step is set one lead before it. The reactive policy sets a multiple of the mean of the last five values. Ours sets
 * the larger of that mean and the upper bound of the forecast for the step, where the forecast is better than the mean of five; the multiple of the reactive policy is chosen so
 * that both hold the same capacity on average. A step is under-provisioned when its value exceeds its capacity.
 *
 * Spikes: ten minutes of five times the demand at twelve places, one at a time. Accuracy (1 − WAPE, against what was before the spike was put
 * in) in the hour after it and in the same hour of the next day, beside that of the series without it.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { backtest, fitForecast } from '../core/dist/forecast/index.js';
import { readSeries, seriesFiles } from './forecast-series.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../test/fixtures/series', import.meta.url)) },
    'lead-minutes': { type: 'string', default: '10' },
    coverage: { type: 'string', default: '0.9' },
    profile: { type: 'string', default: 'fast' },
    half: { type: 'string' },
  },
});
const { profile } = options;
const coverage = Number(options.coverage);
const leadMs = Number(options['lead-minutes']) * MINUTE_MS;
const series = seriesFiles(options.data, options.half)
  .map(readSeries)
  .filter((each) => each !== undefined);

function provision({ values, startMs, stepMs }) {
  const horizon = Math.max(1, Math.round(leadMs / stepMs));
  const scoreFrom = Math.floor(values.length * 0.6);
  const run = backtest({
    ...{ values, startMs, stepMs, horizon, coverage, profile, scoreFrom, stride: 1 },
    refitSteps: Math.max(Math.round(DAY_MS / stepMs), Math.ceil((values.length - scoreFrom) / 24)),
  });
  const steps = run.origins.flatMap(({ end, bounds, byModel, weights }) => {
    const load = values[end + horizon - 1];
    if (!Number.isFinite(load) || bounds === undefined) return [];
    const recent = byModel[0][horizon - 1];
    // Weight 1 on the mean of five is the gate: the forecast says nothing of its own.
    const isForecast = weights[0] < 1;
    return [
      { load, recent, upper: isForecast ? bounds.upper[horizon - 1] : 0, bound: bounds.upper[horizon - 1] },
    ];
  });
  const mean = (of) => steps.reduce((sum, step) => sum + of(step), 0) / steps.length;
  const missed = (capacityOf) => mean((step) => (step.load > capacityOf(step) ? 1 : 0));
  const ours = (step) => Math.max(step.recent, step.bound);
  const factor = mean(ours) / mean(({ recent }) => recent);
  const reactive = (step) => factor * step.recent;
  const [forecastMissed, reactiveMissed] = [missed(ours), missed(reactive)];
  return {
    steps: steps.length,
    'over-provision %': rounded(100 * (mean(ours) / mean(({ load }) => load) - 1), 1),
    'reactive, under %': rounded(100 * reactiveMissed, 2),
    'ours, under %': rounded(100 * forecastMissed, 2),
    ratio: rounded(forecastMissed / reactiveMissed, 2),
    'gate open %': rounded(100 * mean(({ upper }) => (upper > 0 ? 1 : 0)), 0),
  };
}

function spikes({ values, startMs, stepMs }) {
  const hour = Math.round(3_600_000 / stepMs);
  const day = Math.round(DAY_MS / stepMs);
  const length = Math.max(1, Math.round((10 * MINUTE_MS) / stepMs));
  const first = Math.max(2 * day, Math.floor(values.length * 0.6));
  const room = values.length - first - day - 3 * hour;
  if (stepMs > 10 * MINUTE_MS || room < 12) return undefined;
  const errors = { clean: [0, 0], spiked: [0, 0] };
  const levels = [0, 0];
  for (let place = 0; place < 12; place++) {
    const at = first + Math.floor((place * room) / 12);
    const spiked = Float64Array.from(values);
    for (let i = at; i < at + length; i++) spiked[i] *= 5;
    const windows = [at + length, at + day];
    const [clean, hit] = [values, spiked].map((each) => saidIn(each, { startMs, stepMs }, at, windows, hour));
    windows.forEach((_, which) => {
      for (const [target, said] of clean[which]) {
        const actual = values[target];
        const other = hit[which].get(target);
        if (!Number.isFinite(actual) || other === undefined) continue;
        levels[which] += Math.abs(actual);
        errors.clean[which] += Math.abs(actual - said);
        errors.spiked[which] += Math.abs(actual - other);
      }
    });
  }
  const accuracy = (error, which) => rounded(100 * (1 - error[which] / levels[which]), 1);
  return {
    'hour after: no spike': accuracy(errors.clean, 0),
    'hour after: spike': accuracy(errors.spiked, 0),
    'next day: no spike': accuracy(errors.clean, 1),
    'next day: spike': accuracy(errors.spiked, 1),
  };
}

/** What is said 15 minutes ahead, by the step it is said of, for targets within an hour from each of the windows' starts. */
function saidIn(values, { startMs, stepMs }, fitAt, windows, hour) {
  const horizonMs = Math.max(stepMs, 15 * MINUTE_MS);
  const horizon = Math.round(horizonMs / stepMs);
  const time = (i) => startMs + i * stepMs;
  const until = fitAt - 1;
  const known = Array.from({ length: until + 1 }, (_, i) => i).filter((i) => Number.isFinite(values[i]));
  const live = fitForecast({
    history: { labels: {}, timestampsMs: known.map(time), values: known.map((i) => values[i]) },
    nowMs: time(until),
    ...{ horizonMs, stepMs, coverage, profile },
  });
  const said = windows.map(() => new Map());
  if (live.kind === 'insufficient-data') return said;
  const last = Math.max(...windows) + hour;
  for (let i = until + 1; i <= last; i++) {
    const sample = Number.isFinite(values[i]) ? [[time(i)], [values[i]]] : [[], []];
    live.advance({ labels: {}, timestampsMs: sample[0], values: sample[1] }, time(i));
    const target = i + horizon;
    windows.forEach((start, which) => {
      // What was said while the spike lasted is about what cannot be known: only what is said after it counts.
      if (i >= start && target < start + hour + horizon)
        said[which].set(target, live.forecast().points.at(-1).value);
    });
  }
  return said;
}

function rounded(value, digits) {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : undefined;
}

console.log(
  `Provisioned ${options['lead-minutes']} minutes ahead by the ${(100 * (1 + coverage)) / 2} % bound, profile ${profile}, at equal cost:`,
);
console.table(Object.fromEntries(series.map((each) => [each.name, provision(each)])));
console.log('Accuracy % around an injected spike (×5 for ten minutes, twelve places), 15 minutes ahead:');
console.table(
  Object.fromEntries(
    series.map((each) => [each.name, spikes(each)]).filter(([, cells]) => cells !== undefined),
  ),
);
