import { quantileOfSorted, type TimeSeries } from '../stats/index.ts';

/** What one pod carried while the metric that it was scaled by kept its target. */
export interface DemandPerPod {
  /** In the demand's unit, per pod. */
  readonly value: number;
  /** Moments that it rests on. */
  readonly samples: number;
  /** Of them, those at which the metric was above its target. */
  readonly above: number;
}

export interface DemandPerPodInput {
  /** Of the whole workload. */
  readonly demand: TimeSeries;
  readonly replicas: TimeSeries;
  /** What the autoscaler compares with its target; the same moments as `demand`. */
  readonly metric: TimeSeries;
  readonly target: number;
}

/** Moments below which nothing is said. */
const FEWEST = 20;
/** Share of the moments at the target, or closest below it, that is looked at. */
const HIGHEST_LOAD = 0.9;

/**
 * The demand that one pod carries when a metric is at its target, read off the past: for each moment at which the metric kept its
 * target, demand ÷ ready pods; of these the value that nine in ten stay below, so that a pod is asked for what it has carried
 * often and not once. Where the metric was above its target, the pods were overloaded and say nothing. It is the target per pod
 * for a forecast of the demand in place of a queue, a utilization or a latency.
 *
 * `undefined` below 20 such moments or where there was no demand.
 */
export function demandPerPod({
  demand,
  replicas,
  metric,
  target,
}: DemandPerPodInput): DemandPerPod | undefined {
  const pods = byTime(replicas);
  const measured = byTime(metric);
  const loads: number[] = [];
  let above = 0;
  demand.timestampsMs.forEach((time, i) => {
    const [count, value] = [pods.get(time), measured.get(time)];
    if (count === undefined || value === undefined || !(count > 0)) return;
    if (value > target) above++;
    else loads.push(demand.values[i]! / count);
  });
  if (loads.length < FEWEST) return undefined;
  loads.sort((a, b) => a - b);
  const value = quantileOfSorted(loads, HIGHEST_LOAD);
  return value > 0 ? { value, samples: loads.length + above, above } : undefined;
}

function byTime({ timestampsMs, values }: TimeSeries): ReadonlyMap<number, number> {
  return new Map(timestampsMs.map((time, i) => [time, values[i]!]));
}
