import type { MetricQuery, MetricsSource, TimeRange } from '../ports/index.ts';
import type { TimeSeries } from '../stats/time-series.ts';

export interface MemoryMetricsOptions {
  readonly description?: string;
  /** How long a sample is shown after its time; Prometheus' five minutes unless told. */
  readonly lookbackMs?: number;
}

/**
 * A metrics source that holds the given series by query id and answers as Prometheus does: on the asked grid, at each point
 * the newest sample at or before it that is not too old. A query that it does not know has no samples.
 */
export function memoryMetrics(
  seriesById: Readonly<Record<string, readonly TimeSeries[]>>,
  { description = 'metrics in memory', lookbackMs = 300_000 }: MemoryMetricsOptions = {},
): MetricsSource {
  const answer = ({ id }: MetricQuery, range: TimeRange): Promise<readonly TimeSeries[]> =>
    Promise.resolve(
      (seriesById[id] ?? [])
        .map((series) => onGrid(series, range, lookbackMs))
        .filter(({ values }) => values.length > 0),
    );
  return {
    description,
    query: (query, timeMs) => answer(query, { startMs: timeMs, endMs: timeMs, stepMs: 1 }),
    queryRange: answer,
  };
}

function onGrid(series: TimeSeries, { startMs, endMs, stepMs }: TimeRange, lookbackMs: number): TimeSeries {
  const timestampsMs: number[] = [];
  const values: number[] = [];
  for (let at = startMs; at <= endMs; at += stepMs) {
    const index = series.timestampsMs.findLastIndex((time) => time <= at);
    const time = series.timestampsMs[index];
    const value = series.values[index];
    if (time === undefined || value === undefined || at - time >= lookbackMs) continue;
    timestampsMs.push(at);
    values.push(value);
  }
  return { labels: series.labels, timestampsMs, values };
}
