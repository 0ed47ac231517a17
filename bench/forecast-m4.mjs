import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

import { forecast } from '../core/dist/forecast/index.js';
import { intervalCoverage, mase, msis, seasonalScale, smape } from '../core/dist/stats/index.js';

const HOUR_MS = 3_600_000;
/** sMAPE and MASE of the competition's Naive2 on the 414 hourly series: what OWA divides by. */
const NAIVE2 = { smape: 18.383, mase: 2.395 };
/** A Monday, so that weeks begin somewhere; the competition gives no dates. */
const START_MS = Date.UTC(2024, 0, 1);

/** Prints sMAPE, MASE, OWA, MSIS and coverage over all series, for our choice and for each model alone. */
export function printM4(trainFile, testFile, { period, coverage, profile, half, model }) {
  const chosen = (_, i) => half === undefined || i % 2 === (half === 'odd' ? 0 : 1);
  const training = readRows(trainFile).filter(chosen);
  const tests = readRows(testFile).filter(chosen);
  const names = model?.split(',') ?? [undefined];
  const rows = {};
  for (const model of names) {
    const scores = training.map((values, i) =>
      scoreOne(values, tests[i], { period, coverage, profile, model }),
    );
    const average = (key) => scores.reduce((sum, score) => sum + (score[key] ?? 0), 0) / scores.length;
    rows[model ?? 'ours'] = {
      sMAPE: Number(average('smape').toFixed(3)),
      MASE: Number(average('mase').toFixed(3)),
      OWA: Number(((average('smape') / NAIVE2.smape + average('mase') / NAIVE2.mase) / 2).toFixed(3)),
      MSIS: Number(average('msis').toFixed(2)),
      'cover %': Number((100 * average('coverage')).toFixed(1)),
      'ms/forecast': Number(average('ms').toFixed(1)),
      series: scores.length,
    };
  }
  console.table(rows);
}

function scoreOne(values, actual, { period, coverage, profile, model }) {
  const history = { labels: {}, timestampsMs: values.map((_, i) => START_MS + i * HOUR_MS), values };
  const started = performance.now();
  const answer = forecast({
    history,
    nowMs: START_MS + (values.length - 1) * HOUR_MS,
    horizonMs: actual.length * HOUR_MS,
    stepMs: HOUR_MS,
    coverage,
    profile,
    ...(model !== undefined && { model }),
  });
  const ms = performance.now() - started;
  const predicted = answer.points.map(({ value }) => value);
  const lower = answer.points.map((point) => point.lower);
  const upper = answer.points.map((point) => point.upper);
  const scale = seasonalScale(values, period);
  return {
    smape: smape({ actual, predicted }),
    mase: mase({ actual, predicted }, scale),
    msis: msis({ actual, lower, upper }, coverage, scale),
    coverage: intervalCoverage({ actual, lower, upper }),
    ms,
  };
}

/** The competition's layout: a header, then an identifier and the values of one series a line. */
function readRows(file) {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) =>
      line
        .split(',')
        .slice(1)
        .map((cell) => cell.replaceAll('"', '').trim())
        .filter((cell) => cell !== '' && cell !== 'NA')
        .map(Number),
    );
}
