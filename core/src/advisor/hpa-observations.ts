import { type HpaMetricSpec, type HpaSpec, type MetricObservation, withSpecDefaults } from '../hpa/index.ts';
import type { TimeSeries } from '../stats/index.ts';
import type { MetricHistory, WorkloadMetrics } from './workload-facts.ts';

/** Samples older than this are no present value. */
const FRESH_MS = 15 * 60_000;

/** The histories that an HPA's metrics are read from. */
export type HpaMetricHistories = Pick<WorkloadMetrics, 'cpu' | 'memory' | 'hpaMetrics'>;

export interface ObservationMoment {
  readonly atMs: number;
  /** Every value is taken times this; 1 for the metrics as they were. */
  readonly factor?: number;
}

/**
 * What the metrics APIs would have answered at a moment, from histories: one observation for each metric of the HPA, in order.
 * Without histories, or without a sample of the last 15 minutes, an observation is the error that says so.
 */
export function observeHpaMetrics(
  metrics: HpaMetricHistories | undefined,
  spec: HpaSpec,
  { atMs, factor = 1 }: ObservationMoment,
): readonly MetricObservation[] {
  // The stabilization window that is filled in has no bearing on the metrics.
  return withSpecDefaults(spec, 0).metrics.map((metric, index): MetricObservation => {
    if (metrics === undefined) return { type: 'Error', message: 'metrics were not read' };
    if (metric.type === 'Resource' || metric.type === 'ContainerResource') {
      const history =
        metric.name === 'cpu' ? metrics.cpu : metric.name === 'memory' ? metrics.memory : undefined;
      if (history === undefined) return noSamples(metric.name);
      return podMetrics(newest(history, atMs), metric.name, factor);
    }
    return customObservation(metric, newest(metrics.hpaMetrics.get(index), atMs), factor);
  });
}

type CustomMetric = Exclude<HpaMetricSpec, { type: 'Resource' | 'ContainerResource' }>;

function customObservation(
  { type, metric }: CustomMetric,
  samples: readonly Newest[],
  factor: number,
): MetricObservation {
  const [first] = samples;
  if (first === undefined) return noSamples(metric.name);
  switch (type) {
    case 'Pods':
      return {
        type: 'PodValues',
        items: samples.map(({ series, value, timestampMs }) => ({
          pod: series.labels.pod ?? '',
          valueMilli: milli(value * factor),
          timestampMs,
        })),
      };
    case 'Object':
      return { type: 'ObjectValue', valueMilli: milli(first.value * factor) };
    case 'External':
      return { type: 'ExternalValues', valuesMilli: samples.map(({ value }) => milli(value * factor)) };
  }
}

function podMetrics(samples: readonly Newest[], resource: string, factor: number): MetricObservation {
  const pods = new Map<string, { name: string; usageMilli: Record<string, number>; timestampMs: number }[]>();
  for (const { series, value, timestampMs } of samples) {
    const pod = series.labels.pod ?? '';
    const usage = {
      name: series.labels.container ?? '',
      usageMilli: { [resource]: milli(value * factor) },
      timestampMs,
    };
    pods.set(pod, [...(pods.get(pod) ?? []), usage]);
  }
  const items = [...pods].map(([pod, containers]) => ({
    pod,
    containers,
    timestampMs: containers[0]?.timestampMs ?? 0,
  }));
  return { type: 'PodMetrics', items };
}

export interface Newest {
  readonly series: TimeSeries;
  readonly value: number;
  readonly timestampMs: number;
}

/** The value of each series at a moment; series that had ended by then (pods that were gone) have none. */
export function newest(history: MetricHistory | undefined, atMs: number): readonly Newest[] {
  return (history?.series ?? []).flatMap((series) => {
    const index = lastIndexUpTo(series.timestampsMs, atMs);
    const timestampMs = series.timestampsMs[index];
    const value = series.values[index];
    return timestampMs === undefined || value === undefined || atMs - timestampMs > FRESH_MS
      ? []
      : [{ series, value, timestampMs }];
  });
}

/** −1 where all are later. By halving, since a replay asks for every moment of long series. */
function lastIndexUpTo(timestampsMs: readonly number[], atMs: number): number {
  let low = 0;
  let high = timestampsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestampsMs[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function noSamples(metric: string): MetricObservation {
  return { type: 'Error', message: `no samples of ${metric} in the last ${FRESH_MS / 60_000} minutes` };
}

function milli(value: number): number {
  return Math.trunc(value * 1000);
}
