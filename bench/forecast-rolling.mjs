import { performance } from 'node:perf_hooks';

import { backtest, forecast, noiseFloor } from '../core/dist/forecast/index.js';
import { isStable, readSeries } from './forecast-series.mjs';

const DAY_MS = 86_400_000;
/** At most about so many origins are scored on one series. */
const MOST_ORIGINS = 1200;
/** And the models are fitted at most about so many times. */
const MOST_FITS = 90;
/** Methods that compete in no profile. */
const ON_REQUEST = ['linear-trend', 'calendar-regression'];

/**
 * Prints, for every series, how good the forecast is at the last step of the horizon and for the mean over it, beside the mean of
 * five, the noise floor and each model alone. Fitted on the newest 60 % onward as in use: fit, follow, fit anew.
 */
export function printRolling(files, { horizonMs, coverage, profile, model }) {
  const rows = files
    .map(readSeries)
    .filter((series) => series !== undefined)
    .map((series) => scoreFile(series, { horizonMs, coverage, profile, model }));
  console.log(
    `${horizonMs / 60_000} minutes ahead, ${coverage * 100} % intervals, profile ${profile}. Accuracy is 1 − WAPE, of single steps and of the ` +
      'mean over the horizon; floor: the most that the noise allows; ratio: our error over that of the mean of five.',
  );
  console.table(Object.fromEntries(rows.map(({ name, cells }) => [name, cells])));
  console.log('Accuracy % of each model alone:');
  console.table(Object.fromEntries(rows.map(({ name, models }) => [name, models])));
  console.log(
    'Each method on all series: ratio to the mean of five in the geometric mean and at its worst, where it answered at all, and CPU time of one forecast.',
  );
  console.table(methodTable(rows));
  printSummary('all series', rows);
  printSummary(
    'steps of 10 minutes and less',
    rows.filter(({ stepMs }) => stepMs <= 600_000),
  );
  printSummary(
    'stable series',
    rows.filter(({ stable }) => stable),
  );
}

function methodTable(rows) {
  const names = [...new Set(rows.flatMap(({ methods }) => Object.keys(methods)))];
  return Object.fromEntries(
    names.map((name) => {
      const known = rows.map(({ methods }) => methods[name]).filter((each) => each?.ratio > 0);
      const ratios = known.map(({ ratio }) => ratio);
      const times = known.map(({ ms }) => ms).filter(Number.isFinite);
      return [
        name,
        {
          series: known.length,
          ratio: rounded(Math.exp(mean(ratios.map(Math.log))), 3),
          worst: rounded(Math.max(...ratios), 3),
          MASE: rounded(mean(known.map(({ mase }) => mase).filter(Number.isFinite)), 3),
          'CPU ms/forecast': rounded(mean(times), 1),
        },
      ];
    }),
  );
}

function mean(values) {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function printSummary(title, rows) {
  const ratios = rows.map(({ ratio }) => ratio).filter(Number.isFinite);
  if (ratios.length === 0) return;
  const geometric = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const worst = Math.max(...ratios);
  console.log(
    `${title} (${rows.length}): ratio ${geometric.toFixed(3)} in the geometric mean, worst ${worst.toFixed(3)}`,
  );
}

function scoreFile(series, { horizonMs, coverage, profile, model }) {
  const { name, values, startMs, stepMs } = series;
  const horizon = Math.max(1, Math.round(horizonMs / stepMs));
  const scoreFrom = Math.floor(values.length * 0.6);
  const day = Math.max(1, Math.round(DAY_MS / stepMs));
  const started = performance.now();
  const run = backtest({
    ...{ values, startMs, stepMs, horizon, coverage, profile, scoreFrom },
    ...(model !== undefined && { model }),
    stride: Math.max(1, Math.floor((values.length - scoreFrom) / MOST_ORIGINS)),
    refitSteps: Math.max(
      Math.min(day, Math.ceil(values.length / 12)),
      Math.ceil((values.length - scoreFrom) / MOST_FITS),
    ),
  });
  const elapsed = performance.now() - started;
  const step = run.score(horizon - 1);
  const mean = run.scoreMean();
  const floor = noiseFloor(values, horizon, day < values.length ? day : 0);
  const ratio = 1 - (step.skill ?? Number.NaN);
  const stable = isStable(series, floor);
  return {
    ...{ name: name.slice(0, 34), stepMs, ratio, stable },
    cells: {
      n: step.origins,
      stable: stable ? 'yes' : 'no',
      mean5: accuracy(step.byModel[0]),
      ours: accuracy(step.wape),
      floor: accuracy(floor?.step),
      ratio: rounded(ratio, 3),
      mase: rounded(step.mase, 2),
      'mean5 (mean)': accuracy(mean.byModel[0]),
      'ours (mean)': accuracy(mean.wape),
      'floor (mean)': accuracy(floor?.window),
      'cover %': rounded(100 * step.coverage, 1),
      'ms/origin': rounded(elapsed / run.origins.length, 1),
    },
    models: Object.fromEntries(run.models.map((model, i) => [model, accuracy(step.byModel[i])])),
    methods: {
      [`ours (${profile})`]: { ratio, mase: step.mase, ms: cpuOf(series, { horizonMs, coverage, profile }) },
      ...Object.fromEntries(
        run.models.map((name, i) => [
          name,
          {
            ratio: step.byModel[i] / step.byModel[0],
            mase: (step.mase * step.byModel[i]) / step.wape,
            ms: cpuOf(series, { horizonMs, coverage, profile, model: name }),
          },
        ]),
      ),
      ...Object.fromEntries(
        (model === undefined ? ON_REQUEST : []).map((name) => [
          name,
          scoreAlone(series, name, run, { horizon, coverage }),
        ]),
      ),
    },
  };
}

/** A method that competes in no profile, from the same origins on. */
function scoreAlone(series, model, { origins }, { horizon, coverage }) {
  const [first, second] = origins;
  const stride = second === undefined ? 1 : second.end - first.end;
  const request = { ...series, horizon, coverage, profile: 'fast', model, scoreFrom: first.end, stride };
  const run = backtest({ ...request, refitSteps: Math.ceil((series.values.length - first.end) / 4) });
  const step = run.score(horizon - 1);
  const alone = step.byModel[1] / step.byModel[0];
  return { ratio: alone, mase: (step.mase * step.byModel[1]) / step.wape };
}

/** CPU time of one forecast from the end of a series, milliseconds. */
function cpuOf({ values, startMs, stepMs }, options) {
  const timestampsMs = Array.from(values, (_, i) => startMs + i * stepMs);
  const before = process.cpuUsage();
  forecast({
    history: { labels: {}, timestampsMs, values: Array.from(values) },
    nowMs: timestampsMs.at(-1),
    stepMs,
    ...options,
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function accuracy(error) {
  return error === undefined ? undefined : rounded(100 * (1 - error), 1);
}

function rounded(value, digits) {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : undefined;
}
