import type { TimeSeries } from '../stats/index.ts';

/** Sums the values of series with common timestamps: one value for each time at which any series has one. */
export function sumOfSeries(series: readonly TimeSeries[]): TimeSeries {
  const sums = new Map<number, number>();
  for (const { timestampsMs, values } of series) {
    timestampsMs.forEach((timestampMs, index) => {
      sums.set(timestampMs, (sums.get(timestampMs) ?? 0) + (values[index] ?? 0));
    });
  }
  return fromMap(sums);
}

/** Per-container series as the average use of a pod: all containers of all pods together, divided by the pods that reported. */
export function podAverage(series: readonly TimeSeries[]): TimeSeries {
  const pods = new Map<number, Set<string>>();
  for (const { labels, timestampsMs } of series) {
    for (const timestampMs of timestampsMs) {
      const present = pods.get(timestampMs);
      if (present === undefined) pods.set(timestampMs, new Set([labels.pod ?? '']));
      else present.add(labels.pod ?? '');
    }
  }
  const total = sumOfSeries(series);
  const values = total.values.map(
    (sum, index) => sum / (pods.get(total.timestampsMs[index] ?? 0)?.size ?? 1),
  );
  return { labels: {}, timestampsMs: total.timestampsMs, values };
}

function fromMap(values: ReadonlyMap<number, number>): TimeSeries {
  const entries = [...values].sort(([a], [b]) => a - b);
  return {
    labels: {},
    timestampsMs: entries.map(([time]) => time),
    values: entries.map(([, value]) => value),
  };
}
