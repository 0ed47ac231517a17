import type { TimeSeries } from '../../stats/index.ts';

/** Samples that are at most so far apart belong together: two series are seldom read at the same moments. */
const TOGETHER_MS = 300_000;

/** The first series divided by the second, where both are known and the second is above 0. */
export function ratiosOf(above: TimeSeries, below: TimeSeries): readonly number[] {
  return pairsOf(above, below).flatMap(([, a, b]) => (b > 0 ? [a / b] : []));
}

/** The product of both, where both are known. */
export function timesOf(one: TimeSeries, other: TimeSeries): TimeSeries {
  const pairs = pairsOf(one, other);
  return {
    labels: {},
    timestampsMs: pairs.map(([atMs]) => atMs),
    values: pairs.map(([, a, b]) => a * b),
  };
}

/** At the times of the second series, with the first one's newest value of the same five minutes. */
function pairsOf(one: TimeSeries, other: TimeSeries): readonly (readonly [number, number, number])[] {
  const at = new Map<number, number>();
  one.timestampsMs.forEach((atMs, i) => at.set(Math.round(atMs / TOGETHER_MS), one.values[i]!));
  return Array.from(other.values, (value, i) => [other.timestampsMs[i]!, value] as const).flatMap(
    ([atMs, value]) => {
      const same = at.get(Math.round(atMs / TOGETHER_MS));
      return same === undefined ? [] : [[atMs, same, value] as const];
    },
  );
}
