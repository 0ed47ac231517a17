import type { TimeSeries } from '../../stats/time-series.ts';
import type { RecordedSeries } from './recording-format.ts';

/** A series whose samples lie on a grid of `stepMs`, as it is written: from its first to its last sample. */
export function encodeSeries(series: TimeSeries, stepMs: number): RecordedSeries {
  const { labels, timestampsMs, values } = series;
  const startMs = timestampsMs[0] ?? 0;
  const encoded: (number | null)[] = [];
  timestampsMs.forEach((timestampMs, index) => {
    const at = stepMs === 0 ? 0 : Math.round((timestampMs - startMs) / stepMs);
    while (encoded.length < at) encoded.push(null);
    encoded.push(values[index] ?? null);
  });
  return { labels, startMs, values: encoded };
}

export function decodeSeries({ labels, startMs, values }: RecordedSeries, stepMs: number): TimeSeries {
  const timestampsMs: number[] = [];
  const present: number[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    timestampsMs.push(startMs + index * stepMs);
    present.push(value);
  });
  return { labels, timestampsMs, values: present };
}

/**
 * The series on another grid: at each point the newest sample that is not older than `lookbackMs`, as Prometheus itself
 * answers a range query. On the grid that the samples lie on, they come back as they are.
 */
export function resample(
  series: TimeSeries,
  range: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
  lookbackMs: number,
): TimeSeries {
  const timestampsMs: number[] = [];
  const values: number[] = [];
  let next = 0;
  const step = Math.max(range.stepMs, 1);
  for (let at = range.startMs; at <= range.endMs; at += step) {
    while (next < series.timestampsMs.length && (series.timestampsMs[next] ?? Infinity) <= at) next += 1;
    const newestMs = series.timestampsMs[next - 1];
    const value = series.values[next - 1];
    if (newestMs === undefined || value === undefined || at - newestMs >= Math.max(lookbackMs, 1)) continue;
    timestampsMs.push(at);
    values.push(value);
  }
  return { labels: series.labels, timestampsMs, values };
}
