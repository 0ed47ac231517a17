import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { gridValues, samplingStepMs } from '../core/dist/stats/index.js';

const MINUTE_MS = 60_000;

/** The `timestamp,value` files of a folder, by name; `half` picks every other one ('odd': the first, third, …). */
export function seriesFiles(folder, half) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.csv') && !/-(train|test)\.csv$/.test(name))
    .sort()
    .map((name) => join(folder, name));
  return half === undefined ? files : files.filter((_, i) => i % 2 === (half === 'odd' ? 0 : 1));
}

/** A file's samples on a grid of their own step, gaps as `NaN`; times without a zone are UTC, numbers are epoch seconds or milliseconds. */
export function readSeries(file) {
  const rows = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const timestampsMs = [];
  const values = [];
  rows.forEach((row, line) => {
    const [time = '', cell = ''] = row.split(',');
    const at = parseTime(time.trim().replaceAll('"', ''));
    if (Number.isNaN(at)) {
      if (line === 0) return;
      throw new Error(`${file}:${line + 1}: '${time}' is no time. A row is timestamp,value.`);
    }
    const value = Number(cell);
    if (cell.trim() === '' || !Number.isFinite(value)) return;
    timestampsMs.push(at);
    values.push(value);
  });
  const series = { labels: {}, timestampsMs, values };
  const stepMs = samplingStepMs(series);
  if (stepMs === undefined) throw new Error(`${file}: fewer than two samples.`);
  return { name: basename(file, '.csv'), stepMs, ...gridValues(series, stepMs) };
}

function parseTime(text) {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * (Number(text) < 1e11 ? 1000 : 1);
  const iso = text.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : iso.includes('T') ? `${iso}Z` : iso);
}

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
