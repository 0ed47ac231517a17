import { defineQuery } from '../defined-query.ts';
import type { MetricQuery } from '../metric-query.ts';
import type { WorkloadRef } from '../pod-names.ts';
import { selector } from '../selector.ts';
import { fiveMinutesMs, windowIdentity, type WindowOptions, windowText } from '../window.ts';
import { workloadIdentity } from '../workload-series.ts';
import { type TrafficSource, trafficSources } from './traffic-sources.ts';

export interface LatencyOptions extends WindowOptions {
  /** 0–1; 0.95 unless told. */
  readonly quantile?: number;
}

const requestSources = trafficSources.filter(({ requests }) => requests !== undefined);
const latencySources = trafficSources.filter(({ latency }) => latency !== undefined);
const queueSources = trafficSources.filter(({ queue }) => queue !== undefined);

/** One selector for each spelling, joined; `vector` turns a selector into an instant vector. */
function series(
  source: TrafficSource,
  metric: string,
  workload: WorkloadRef,
  vector: (selected: string) => string = (selected) => selected,
): string {
  return source
    .matchers(workload)
    .map((matchers) => vector(selector(metric, matchers)))
    .join(' or ');
}

export const requestRate = defineQuery<
  [workload: WorkloadRef, source: TrafficSource, options?: WindowOptions]
>(
  {
    name: 'request-rate',
    meaning: 'Requests a second that reach a workload: its demand, whatever the number of replicas.',
    exporter: requestSources.map(({ exporter }) => exporter).join('; '),
    series: requestSources.flatMap(({ requests }) => requests ?? []),
    unit: 'requests/s',
    aggregation: 'One series: the sum over pods, models, paths and codes.',
  },
  (workload, source, { windowMs } = {}) => ({
    ...workloadIdentity(workload),
    source: source.name,
    window: windowIdentity(windowMs, fiveMinutesMs),
  }),
  (workload, source, { windowMs = fiveMinutesMs } = {}) => {
    const rate = (selected: string): string => `rate(${selected}[${windowText(windowMs)}])`;
    return `sum(${series(source, source.requests ?? source.name, workload, rate)})`;
  },
);

export const latencyQuantile = defineQuery<
  [workload: WorkloadRef, source: TrafficSource, options?: LatencyOptions]
>(
  {
    name: 'latency-quantile',
    meaning: 'Time within which a share of a workload’s requests (95 % unless told) was answered.',
    exporter: latencySources.map(({ exporter }) => exporter).join('; '),
    series: latencySources.flatMap(({ latency }) => latency?.buckets ?? []),
    unit: 'seconds',
    aggregation:
      'One series: the quantile of all requests of all pods, interpolated inside a histogram bucket.',
  },
  (workload, source, { quantile = 0.95, windowMs } = {}) => ({
    ...workloadIdentity(workload),
    quantile,
    source: source.name,
    window: windowIdentity(windowMs, fiveMinutesMs),
  }),
  (workload, source, { quantile = 0.95, windowMs = fiveMinutesMs } = {}) => {
    const { buckets, secondsPerUnit } = source.latency ?? { buckets: source.name, secondsPerUnit: 1 };
    const rate = (selected: string): string => `rate(${selected}[${windowText(windowMs)}])`;
    const value = `histogram_quantile(${quantile}, sum by (le) (${series(source, buckets, workload, rate)}))`;
    return secondsPerUnit === 1 ? value : `${value} * ${secondsPerUnit}`;
  },
);

export const queueDepth = defineQuery<[workload: WorkloadRef, source: TrafficSource]>(
  {
    name: 'queue-depth',
    meaning: 'Requests that wait inside a workload’s servers for a place, not counting those being served.',
    exporter: queueSources.map(({ exporter }) => exporter).join('; '),
    series: queueSources.flatMap(({ queue }) => queue ?? []),
    unit: 'requests',
    aggregation: 'One series: the sum over pods and models.',
  },
  (workload, source) => ({ ...workloadIdentity(workload), source: source.name }),
  (workload, source) => `sum(${series(source, source.queue ?? source.name, workload)})`,
);

/** The queries to try for a workload's request rate, best first; most of them find no series. */
export function requestRateCandidates(
  workload: WorkloadRef,
  options?: WindowOptions,
): readonly MetricQuery[] {
  return requestSources.map((source) => requestRate(workload, source, options));
}

/** The queries to try for a workload's latency, best first. */
export function latencyCandidates(workload: WorkloadRef, options?: LatencyOptions): readonly MetricQuery[] {
  return latencySources.map((source) => latencyQuantile(workload, source, options));
}

/** The queries to try for the length of a workload's queue, best first. */
export function queueDepthCandidates(workload: WorkloadRef): readonly MetricQuery[] {
  return queueSources.map((source) => queueDepth(workload, source));
}
