import type { TimeRange } from '../../ports/metrics-source.ts';
import type { TimeSeries } from '../../stats/time-series.ts';

/**
 * Points of one range query. Prometheus refuses a query when (end − start) ÷ step is above 11,000 (web/api/v1/api.go,
 * queryRange); others that speak its API count the points instead.
 */
export const maxPointsPerQuery = 11_000;

/** The range in pieces on the same grid that no two share a point of. None where it ends before it starts. */
export function splitRange(
  { startMs, endMs, stepMs }: TimeRange,
  maxPoints = maxPointsPerQuery,
): readonly TimeRange[] {
  if (!(stepMs > 0)) throw new RangeError(`a step of ${stepMs} ms`);
  const points = Math.floor((endMs - startMs) / stepMs) + 1;
  const pieces: TimeRange[] = [];
  for (let first = 0; first < points; first += maxPoints) {
    const last = Math.min(first + maxPoints, points) - 1;
    pieces.push({ startMs: startMs + first * stepMs, endMs: startMs + last * stepMs, stepMs });
  }
  return pieces;
}

/** Puts the answers of consecutive pieces together: series by series, in the order in which they first appear. */
export function joinPieces(answers: readonly (readonly TimeSeries[])[]): readonly TimeSeries[] {
  if (answers.length === 1) return answers[0] ?? [];
  const joined = new Map<string, TimeSeries>();
  for (const piece of answers.flat()) {
    const key = seriesKey(piece.labels);
    const before = joined.get(key);
    joined.set(key, before === undefined ? piece : append(before, piece));
  }
  return [...joined.values()];
}

function append({ labels, timestampsMs, values }: TimeSeries, next: TimeSeries): TimeSeries {
  return {
    labels,
    timestampsMs: [...timestampsMs, ...next.timestampsMs],
    values: [...values, ...next.values],
  };
}

function seriesKey(labels: TimeSeries['labels']): string {
  return JSON.stringify(Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1)));
}
