import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';

import { backtest } from '../core/dist/forecast/index.js';
import { fromRegular, mase, samplingStepMs, seasonalScale, toRegular } from '../core/dist/stats/index.js';

const DAY_MS = 86_400_000;
/** At most so many origins are scored on one series. */
const MOST_ORIGINS = 1200;

/** Prints one line a series: accuracy and MASE of each method at the last step of the horizon, and the intervals' coverage. */
export function printRolling(files, { horizonMs, coverage, profile }) {
  const rows = files.map((file) => scoreFile(file, { horizonMs, coverage, profile }));
  console.log(
    `accuracy % (1 − WAPE) ${horizonMs / 60_000} minutes ahead, coverage nominal ${coverage * 100} %, profile ${profile}`,
  );
  console.table(Object.fromEntries(rows.map(({ name, cells }) => [name, cells])));
  const ratios = rows.map(({ ratio }) => ratio).filter(Number.isFinite);
  const geometric = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(
    `error relative to the mean of 5: geometric mean ${geometric.toFixed(3)}, worst ${Math.max(...ratios).toFixed(3)}`,
  );
}

function scoreFile(file, { horizonMs, coverage, profile }) {
  const series = readSeries(file);
  const stepMs = samplingStepMs(series);
  const grid = toRegular(series, stepMs);
  const values = Float64Array.from(grid.values);
  const horizon = Math.max(1, Math.round(horizonMs / stepMs));
  const scoreFrom = Math.floor(values.length * 0.6);
  const stride = Math.max(1, Math.floor((values.length - scoreFrom) / MOST_ORIGINS));
  const warmUp = Math.floor(values.length * 0.35);
  const started = performance.now();
  const day = Math.max(1, Math.round(DAY_MS / stepMs));
  const run = backtest({
    values,
    startMs: grid.startMs,
    stepMs,
    horizon,
    coverage,
    profile,
    firstOrigin: warmUp,
    scoreFrom,
    stride,
    refitSteps: Math.min(day, Math.ceil(values.length / 12)),
  });
  const elapsed = performance.now() - started;
  const score = run.score(horizon - 1);
  const percent = (error) => (error === undefined ? undefined : Number((100 * (1 - error)).toFixed(1)));
  const reference = score.byModel[run.models.indexOf('mean-of-5')];
  const scale = seasonalScale(values, day) ?? Number.NaN;
  const actual = run.origins.map(({ end }) => values[end + horizon - 1]);
  const combined = run.origins.map((origin) => origin.combined[horizon - 1]);
  return {
    name: basename(file, '.csv').slice(0, 30),
    ratio: score.wape / reference,
    cells: {
      n: score.origins,
      ...Object.fromEntries(run.models.map((name, i) => [SHORT[name] ?? name, percent(score.byModel[i])])),
      ours: percent(score.wape),
      ratio: Number((score.wape / reference).toFixed(3)),
      mase: Number(mase({ actual, predicted: combined }, scale)?.toFixed(2)),
      'cover %': Number((100 * score.coverage).toFixed(1)),
      'ms/origin': Number((elapsed / run.origins.length).toFixed(1)),
    },
  };
}

const SHORT = {
  'mean-of-5': 'mean5',
  'last-value': 'last',
  'seasonal-naive': 'snaive',
  'long-seasonal-naive': 'lsnaive',
  'holt-winters': 'hw',
  'harmonic-ar': 'harm',
  'profile-ar': 'prof',
  'level-profile-ar': 'lprof',
  'direct-ridge': 'ridge',
};

/** Samples of a `timestamp,value` file; times without a zone are UTC. */
function readSeries(file) {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const samples = rows.map((row) => {
    const [time, value] = row.split(',');
    return [Date.parse(`${time.trim().replace(' ', 'T')}Z`), Number(value)];
  });
  const timestampsMs = samples.map(([time]) => time);
  return {
    ...fromRegular({ startMs: 0, stepMs: 1, values: [] }),
    timestampsMs,
    values: samples.map(([, value]) => value),
  };
}
