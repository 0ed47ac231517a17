import type { TimeSeries } from './time-series.ts';

/**
 * Any samples as a {@link TimeSeries} must have them: sorted by time, without values that are not finite, and with the
 * last-given sample where several share a timestamp. Already normal series are returned as they are.
 * Throws `RangeError` when the two lists differ in length.
 */
export function normalizeSeries(series: TimeSeries): TimeSeries {
  const { timestampsMs, values, labels } = series;
  if (timestampsMs.length !== values.length) {
    throw new RangeError(`${timestampsMs.length} timestamps need as many values, got ${values.length}.`);
  }
  if (isNormal(series)) return series;
  const byTime = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(timestampsMs[i]) && Number.isFinite(values[i])) {
      byTime.set(timestampsMs[i]!, values[i]!);
    }
  }
  const times = [...byTime.keys()].sort((a, b) => a - b);
  return { labels, timestampsMs: times, values: times.map((time) => byTime.get(time)!) };
}

function isNormal({ timestampsMs, values }: TimeSeries): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(timestampsMs[i]) || !Number.isFinite(values[i])) return false;
    if (i > 0 && timestampsMs[i]! <= timestampsMs[i - 1]!) return false;
  }
  return true;
}
