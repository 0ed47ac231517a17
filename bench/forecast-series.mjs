import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { parseSeriesText } from '../core/dist/forecast/index.js';
import { gridValues, normalizeSeries, samplingStepMs } from '../core/dist/stats/index.js';

const MINUTE_MS = 60_000;

/** The `timestamp,value` files of a folder, by name; `half` picks every other one ('odd': the first, third, …). */
export function seriesFiles(folder, half) {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.csv$/i.test(name) && !/-(train|test)\.csv$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
  return half === undefined ? files : files.filter((_, i) => i % 2 === (half === 'odd' ? 0 : 1));
}

/**
 * A file's samples on a grid of their own step, gaps as `NaN`. Rows are `timestamp,value` as `predict --file` reads them (ISO 8601, UTC
 * without a zone; epoch seconds or milliseconds; commas, semicolons or tabs); rows that are neither samples nor gaps, such as headers and remarks, are left out and counted.
 * Only the newest {@link MOST_STEPS} steps are kept. `undefined`, with a line on standard error, for a file without a series.
 */
export function readSeries(file) {
  const rows = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((row) => (row.includes(',') ? row : row.replace(/[;\t]/g, ',')));
  let parsed = parseSeriesText(rows.join('\n'));
  if (!parsed.ok) {
    const wrong = new Set(parsed.error.map(({ line }) => line));
    parsed = parseSeriesText(rows.filter((_, i) => !wrong.has(i + 1)).join('\n'));
    if (wrong.size > 1) console.error(`${file}: ${wrong.size} rows are no samples and were left out.`);
  }
  const series = parsed.ok ? normalizeSeries(parsed.value) : undefined;
  const stepMs = series && samplingStepMs(series);
  if (stepMs === undefined || series.values.length < FEWEST_SAMPLES) {
    console.error(`${file}: left out, fewer than ${FEWEST_SAMPLES} samples.`);
    return undefined;
  }
  const newest = series.timestampsMs.at(-1);
  const first = series.timestampsMs.findIndex((time) => time > newest - MOST_STEPS * stepMs);
  const kept = {
    ...series,
    timestampsMs: series.timestampsMs.slice(first),
    values: series.values.slice(first),
  };
  return { name: basename(file, '.csv'), stepMs, ...gridValues(kept, stepMs) };
}

/** Below this nothing can be tried at past origins. */
const FEWEST_SAMPLES = 40;
/** Two months of minutes: a longer past is not what a forecast in use would read. */
const MOST_STEPS = 90_000;

/**
 * Traffic is called stable, before any forecast is made, when 99 % of its samples lie between a quarter and 2.5 times the
 * median of the 90 minutes before, its noise floor at one step is at most 15 %, and no day's mean is more than twice or less
 * than half of the mean of all days.
 */
export function isStable({ values, stepMs }, floor) {
  const window = Math.max(3, Math.round((90 * MINUTE_MS) / stepMs));
  let outside = 0;
  let seen = 0;
  for (let i = window; i < values.length; i++) {
    const past = Array.from(values.subarray(i - window, i)).filter(Number.isFinite);
    if (!Number.isFinite(values[i]) || past.length < 3) continue;
    const median = past.sort((a, b) => a - b)[past.length >> 1];
    seen++;
    if (values[i] > 2.5 * median || values[i] < median / 4) outside++;
  }
  const day = Math.max(1, Math.round((1440 * MINUTE_MS) / stepMs));
  const means = [];
  for (let start = 0; start + day <= values.length; start += day) {
    const finite = Array.from(values.subarray(start, start + day)).filter(Number.isFinite);
    if (finite.length > 0) means.push(finite.reduce((a, b) => a + b, 0) / finite.length);
  }
  const all = means.reduce((a, b) => a + b, 0) / means.length;
  const steady = means.every((mean) => mean <= 2 * all && mean >= all / 2);
  return outside <= 0.01 * seen && floor !== undefined && floor.step <= 0.15 && steady;
}
