import type { HpaPod } from './hpa-input.ts';
import type { Milli } from './int64.ts';
import type { ValidProposal } from './proposal.ts';
import { isWithinTolerance, type Tolerances } from './tolerance.ts';

/** The value at which a metric would ask for another replica count. */
export interface MetricThreshold {
  readonly metricIndex: number;
  /** What `current` and `threshold` count: per cent of requests, thousandths for a pod, or thousandths in all. */
  readonly quantity: 'utilization-percent' | 'average-milli' | 'total-milli';
  readonly current: Milli;
  /** The least value (up) or the largest (down) that changes the count, provided that every pod reports it. */
  readonly threshold: number;
  /** The metric is there already. */
  readonly reached: boolean;
}

export interface ThresholdContext {
  /** The replica count that the metrics are compared with. */
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly pods: PodCounts;
  readonly tolerances: Tolerances;
}

export interface PodCounts {
  /** Neither being deleted nor failed. */
  readonly counted: number;
  readonly runningAndReady: number;
}

export function countPods(pods: readonly HpaPod[]): PodCounts {
  let counted = 0;
  let runningAndReady = 0;
  for (const { deleting, phase, readyCondition } of pods) {
    if (!deleting && phase !== 'Failed') counted += 1;
    if (phase === 'Running' && readyCondition?.status === 'True') runningAndReady += 1;
  }
  return { counted, runningAndReady };
}

/**
 * Searches the nearest whole value of the metric beyond which the calculation gives more (or fewer) replicas than now;
 * `undefined` when there is none, as below a single replica. Pods that are being deleted or have failed are left out.
 */
export function metricThreshold(
  { metricIndex, measure }: ValidProposal,
  direction: 'up' | 'down',
  context: ThresholdContext,
): MetricThreshold | undefined {
  const countAt = replicasAt(measure, context);
  const changes = (value: number): boolean =>
    direction === 'up' ? countAt(value) > context.specReplicas : countAt(value) < context.specReplicas;
  const threshold = direction === 'up' ? leastValue(changes) : greatestValue(changes);
  if (threshold === undefined) return undefined;
  const current = measure.usage;
  const reached = direction === 'up' ? current >= threshold : current <= threshold;
  return { metricIndex, quantity: quantities[measure.kind], current, threshold, reached };
}

const quantities = {
  utilization: 'utilization-percent',
  average: 'average-milli',
  value: 'total-milli',
  'per-pod': 'total-milli',
} as const;

/** The replica count as a function of the metric's value, which never falls when the value rises. */
function replicasAt(
  { kind, target }: ValidProposal['measure'],
  { specReplicas, statusReplicas, pods, tolerances }: ThresholdContext,
): (value: number) => number {
  const targetValue = Number(target);
  if (kind === 'per-pod') {
    return (value) =>
      isWithinTolerance(value / (targetValue * statusReplicas), tolerances)
        ? statusReplicas
        : Math.ceil(value / targetValue);
  }
  if (kind === 'value' && specReplicas === 0) return (value) => Math.ceil(value / targetValue);
  const counting = kind === 'value' ? pods.runningAndReady : pods.counted;
  return (value) => {
    const ratio = value / targetValue;
    return isWithinTolerance(ratio, tolerances) ? specReplicas : Math.ceil(ratio * counting);
  };
}

/** The least whole value from 0 on for which it holds; it goes on holding above. */
function leastValue(holds: (value: number) => boolean): number | undefined {
  let high = 1;
  while (!holds(high)) {
    if (high > Number.MAX_SAFE_INTEGER / 2) return undefined;
    high *= 2;
  }
  let low = 0;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** The greatest whole value for which it holds; it holds for all below. */
function greatestValue(holds: (value: number) => boolean): number | undefined {
  if (!holds(0)) return undefined;
  const beyond = leastValue((value) => !holds(value));
  return beyond === undefined ? undefined : beyond - 1;
}
