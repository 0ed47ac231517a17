import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { backtest, forecast } from '../core/dist/forecast/index.js';
import { intervalCoverage, mase, msis, seasonalScale, smape } from '../core/dist/stats/index.js';
import { naive2 } from './forecast-naive2.mjs';

const HOUR_MS = 3_600_000;
/** sMAPE and MASE of the competition's Naive2 on all 414 hourly series: what OWA divides by there. */
export const HOURLY_NAIVE2 = { smape: 18.383, mase: 2.395 };
/** A Monday, so that weeks begin somewhere; the competition gives no dates. */
export const START_MS = Date.UTC(2024, 0, 1);
/** Series on which single models are timed. */
const TIMED = 5;

/** Prints sMAPE, MASE, OWA, MSIS, coverage and time over all series, for our choice, for each model alone and for Naive2. */
export function printM4(trainFile, testFile, { period, coverage, profile, half, model }) {
  const chosen = readM4(trainFile, testFile).filter(
    ({ i }) => half === undefined || i % 2 === (half === 'odd' ? 0 : 1),
  );
  const isHourly = period === 24 && basename(trainFile).startsWith('Hourly');
  const scores = chosen.map((series) => scoreOne(series, { period, coverage, profile, model }));
  const reference = isHourly
    ? HOURLY_NAIVE2
    : {
        smape: average(scores, (score) => score.naive2.smape),
        mase: average(scores, (score) => score.naive2.mase),
      };
  const row = (pick, ms) => {
    const [error, scaled] = [average(scores, (s) => pick(s)?.smape), average(scores, (s) => pick(s)?.mase)];
    return {
      sMAPE: rounded(error, 3),
      MASE: rounded(scaled, 3),
      OWA: rounded((error / reference.smape + scaled / reference.mase) / 2, 3),
      MSIS: rounded(
        average(scores, (s) => pick(s)?.msis),
        2,
      ),
      'cover %': rounded(100 * average(scores, (s) => pick(s)?.coverage), 1),
      'CPU ms/forecast': rounded(ms, 1),
      series: scores.filter((s) => pick(s) !== undefined).length,
    };
  };
  const names = [...new Set(scores.flatMap(({ byModel }) => Object.keys(byModel)))];
  const timed = chosen.slice(0, TIMED);
  console.table({
    [`ours (${profile})`]: row(
      (s) => s.ours,
      average(scores, (s) => s.ms),
    ),
    ...Object.fromEntries(
      names.map((name) => [
        name,
        row(
          (s) => s.byModel[name],
          average(timed, ({ values, actual }) =>
            timeOf(values, actual.length, { coverage, profile, model: name }),
          ),
        ),
      ]),
    ),
    'naive2 (reference)': row((s) => s.naive2),
  });
  console.log(
    `OWA divides by ${isHourly ? 'the published Naive2 of all 414 hourly series' : 'Naive2 of these series'}; MASE and MSIS by the change over ${period} steps.`,
  );
}

function scoreOne({ values, actual }, { period, coverage, profile, model }) {
  const before = process.cpuUsage();
  // One origin at the end of what is known: it tells what each model said as well.
  const run = backtest({
    ...{ values: Float64Array.from([...values, ...actual]), startMs: START_MS, stepMs: HOUR_MS },
    ...{ horizon: actual.length, coverage, profile, scoreFrom: values.length, stride: 1, refitSteps: 1 },
    ...(model !== undefined && { model }),
  });
  const spent = process.cpuUsage(before);
  const [{ combined, bounds, byModel }] = run.origins;
  const scale = seasonalScale(values, period);
  const score = (predicted) =>
    predicted && { smape: smape({ actual, predicted }), mase: mase({ actual, predicted }, scale) };
  return {
    ours: {
      ...score(combined),
      msis: msis({ actual, ...bounds }, coverage, scale),
      coverage: intervalCoverage({ actual, ...bounds }),
    },
    byModel: Object.fromEntries(run.models.map((name, i) => [name, score(byModel[i])])),
    naive2: score(naive2(values, period, actual.length)),
    ms: (spent.user + spent.system) / 1000,
  };
}

/** CPU time of a model alone with its own interval and backtest, milliseconds. */
function timeOf(values, horizon, options) {
  const before = process.cpuUsage();
  forecast({
    history: { labels: {}, timestampsMs: values.map((_, i) => START_MS + i * HOUR_MS), values },
    nowMs: START_MS + (values.length - 1) * HOUR_MS,
    horizonMs: horizon * HOUR_MS,
    stepMs: HOUR_MS,
    ...options,
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Over the series where it is known. */
function average(list, valueOf) {
  const known = list.map(valueOf).filter(Number.isFinite);
  return known.reduce((a, b) => a + b, 0) / known.length;
}

function rounded(value, digits) {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : undefined;
}

/** The series of a pair of files that are long enough, with their place in it. */
export function readM4(trainFile, testFile) {
  const tests = readRows(testFile);
  return readRows(trainFile)
    .map(({ id, values }, i) => ({ values, i, actual: actualOf(tests, id, i) }))
    .filter(({ values, actual }) => actual.length > 0 && values.length > 3 * actual.length);
}

/** By identifier, else by place: the two files list the same series. */
function actualOf(tests, id, index) {
  return (tests.find((row) => row.id === id) ?? tests[index])?.values ?? [];
}

/** The competition's layout: a header, then an identifier and the values of one series a line. */
function readRows(file) {
  return readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '').trim()))
    .map(([id, ...cells]) => ({
      id,
      values: cells.filter((cell) => cell !== '' && !/^(na|nan)$/i.test(cell)).map(Number),
    }));
}
