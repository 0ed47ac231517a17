import type { ScalingHistory } from '../scaling/index.ts';
import type { TimeSeries } from '../stats/index.ts';

/** The changes of a series of replicas, each at the first sample that shows it. */
export function replicaChanges(replicas: TimeSeries | undefined): ScalingHistory {
  if (replicas === undefined) return [];
  return replicas.values.flatMap((value, index) => {
    const before = replicas.values[index - 1];
    const atMs = replicas.timestampsMs[index];
    if (before === undefined || atMs === undefined || Math.round(before) === Math.round(value)) return [];
    return [{ atMs, from: Math.round(before), to: Math.round(value) }];
  });
}
