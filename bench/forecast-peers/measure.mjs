/**
 * Our forecasts beside those of statsforecast (AutoARIMA, AutoETS, MSTL) and Prophet, on the same series of M4's hourly set in one run:
 * accuracy, intervals and CPU time a forecast. Each peer runs as its documentation shows it, in one thread. Forecasts before the
 * measured ones (one of a peer, ten of ours) leave compilation and loading out of all times. Scores are made here, for all alike.
 *
 *   npx tsc -b core
 *   python3 -m venv ~/.cache/kubectl-autoscale/forecast-peers
 *   ~/.cache/kubectl-autoscale/forecast-peers/bin/pip install statsforecast==2.1.1 prophet==1.5.0
 *   npm run bench:forecast-peers -- --data <folder with Hourly-train.csv and Hourly-test.csv> [--peers AutoETS,MSTL,Prophet] [--every 1]
 *
 * AutoARIMA takes up to a minute a series: give it every sixth, say (--peers AutoARIMA --every 6).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { forecast } from '../../core/dist/forecast/index.js';
import { intervalCoverage, mase, msis, seasonalScale, smape } from '../../core/dist/stats/index.js';
import { HOURLY_NAIVE2, readM4, START_MS } from '../forecast-m4.mjs';

const PERIOD = 24;
const COVERAGE = 0.95;
const HOUR_MS = 3_600_000;
/** Our own forecasts before the measured ones. */
const WARM_UP = 10;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    peers: { type: 'string', default: 'AutoETS,MSTL,Prophet' },
    every: { type: 'string', default: '1' },
    python: {
      type: 'string',
      default: join(homedir(), '.cache/kubectl-autoscale/forecast-peers/bin/python'),
    },
  },
});

const { data: folder, python } = options;
const every = Number(options.every);
if (folder === undefined || !existsSync(join(folder, 'Hourly-train.csv'))) {
  stop('--data names a folder with Hourly-train.csv and Hourly-test.csv of the M4 competition.');
}
if (!existsSync(python)) {
  stop(`${python} is not there: see the head of this file for how to make it, or name one with --python.`);
}
if (!Number.isInteger(every) || every < 1) stop('--every is a whole number from 1 on.');

const series = readM4(join(folder, 'Hourly-train.csv'), join(folder, 'Hourly-test.csv')).filter(
  ({ i }) => i % every === 0,
);
if (series.length === 0) stop(`${folder} holds no series that are long enough.`);

const rows = {};
for (const profile of ['full', 'fast']) rows[`ours (${profile})`] = rowOf(ours(profile));
const reference = rows['ours (full)']['CPU ms'];
for (const peer of options.peers.split(',')) rows[peer] = rowOf(await theirs(peer));
for (const row of Object.values(rows)) row['CPU × ours (full)'] = rounded(row['CPU ms'] / reference, 1);
console.table(rows);
console.log(
  `${series.length} series${every === 1 ? '' : ` (every ${every}th)`}, ${series[0].actual.length} hours ahead, ${100 * COVERAGE} % intervals; ` +
    `OWA divides by the published Naive2 of all 414 hourly series. CPU ms: mean a forecast, with its fit and intervals.`,
);

function stop(message) {
  console.error(message);
  process.exit(2);
}

function ours(profile) {
  const ask = ({ values, actual }) =>
    forecast({
      history: { labels: {}, timestampsMs: values.map((_, i) => START_MS + i * HOUR_MS), values },
      nowMs: START_MS + (values.length - 1) * HOUR_MS,
      horizonMs: actual.length * HOUR_MS,
      stepMs: HOUR_MS,
      coverage: COVERAGE,
      profile,
    });
  // Until the engine has compiled what runs often.
  for (const each of series.slice(0, WARM_UP)) ask(each);
  return series.map((each) => {
    const before = process.cpuUsage();
    const { points } = ask(each);
    const { user, system } = process.cpuUsage(before);
    return {
      predicted: points.map(({ value }) => value),
      lower: points.map(({ lower }) => lower),
      upper: points.map(({ upper }) => upper),
      cpuMs: (user + system) / 1000,
    };
  });
}

async function theirs(peer) {
  const script = fileURLToPath(new URL('forecast.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const question = { peer, period: PERIOD, horizon: series[0].actual.length, level: 100 * COVERAGE };
  child.stdin.end(JSON.stringify({ ...question, series: series.map(({ values }) => values) }));
  child.stdout.setEncoding('utf8');
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (process.stderr.isTTY)
      process.stderr.write(`\r${peer}: ${text.split('\n').length - 1} of ${series.length} `);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  const answers = text
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  if (answers.length !== series.length) {
    throw new Error(`${peer} answered ${answers.length} of ${series.length} series`);
  }
  return answers;
}

function rowOf(answers) {
  const scores = series.map(({ values, actual }, i) => {
    const { predicted, lower, upper } = answers[i];
    const scale = seasonalScale(values, PERIOD);
    return {
      smape: smape({ actual, predicted }),
      mase: mase({ actual, predicted }, scale),
      msis: msis({ actual, lower, upper }, COVERAGE, scale),
      coverage: intervalCoverage({ actual, lower, upper }),
    };
  });
  const [error, scaled] = [mean(scores.map((s) => s.smape)), mean(scores.map((s) => s.mase))];
  return {
    sMAPE: rounded(error, 2),
    MASE: rounded(scaled, 3),
    OWA: rounded((error / HOURLY_NAIVE2.smape + scaled / HOURLY_NAIVE2.mase) / 2, 3),
    MSIS: rounded(mean(scores.map((s) => s.msis)), 2),
    'cover %': rounded(100 * mean(scores.map((s) => s.coverage)), 1),
    'CPU ms': rounded(mean(answers.map((answer) => answer.cpuMs)), 1),
  };
}

function mean(list) {
  return list.reduce((a, b) => a + b, 0) / list.length;
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
