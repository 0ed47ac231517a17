import type { HpaMetric } from '../apis/hpa-metric.ts';
import { gpuCountOf } from '../gpu/index.ts';
import { SourceError } from '../ports/index.ts';
import {
  containerCpuUsage,
  containerMemoryWorkingSet,
  containerOomKills,
  externalMetric,
  gpuUtilization,
  type HpaMetricName,
  latencyCandidates,
  type MetricQuery,
  objectMetric,
  podsMetric,
  readyReplicas,
  type ScalingMetric,
} from '../promql/index.ts';
import { type DemandRequest, readDemand } from './demand-history.ts';
import { type HistoryReader, type MetricLabel, type Window, WINDOWS } from './history-reader.ts';
import type {
  MetricHistory,
  NamespacedWorkload,
  ResourceMetrics,
  WorkloadFacts,
  WorkloadMetrics,
} from './workload-facts.ts';

/** Reads the metrics of one workload up to `facts.nowMs`. All queries run at once; the source limits how many. */
export async function readWorkloadMetrics(
  reader: HistoryReader,
  facts: WorkloadFacts,
  request: DemandRequest,
): Promise<WorkloadMetrics> {
  const { ref } = facts;
  const usesGpu = gpuCountOf(facts.workload.template) > 0;
  const [demand, resources, gpu, latency, replicas, hpaMetrics] = await Promise.all([
    readDemand(reader, ref, request),
    readResourceMetrics(reader, ref),
    usesGpu ? reader.read(gpuUtilization(ref), GPU, WINDOWS.recent) : undefined,
    readLatency(reader, ref),
    reader.read(readyReplicas(ref), REPLICAS, WINDOWS.recent),
    readHpaMetrics(reader, ref, facts.hpas[0]?.metrics ?? []),
  ]);
  return {
    ...resources,
    demand,
    ...(gpu === undefined ? {} : { gpu }),
    ...(latency === undefined ? {} : { latency }),
    replicas,
    hpaMetrics,
  };
}

/** Reads what the containers of one workload used, and whether memory was too little for them. */
export async function readResourceMetrics(
  reader: HistoryReader,
  ref: NamespacedWorkload,
): Promise<ResourceMetrics> {
  const [cpu, memory, oomKills] = await Promise.all([
    reader.read(containerCpuUsage(ref), CPU, WINDOWS.resources),
    reader.read(containerMemoryWorkingSet(ref), MEMORY, WINDOWS.resources),
    readOomKills(reader, ref),
  ]);
  return { source: reader.source, cpu, memory, ...(oomKills === undefined ? {} : { oomKills }) };
}

export const CPU: MetricLabel = { name: 'cpu', title: 'cpu/pod', method: 'rate over 5 min' };
export const MEMORY: MetricLabel = { name: 'memory', title: 'memory/pod', method: 'working set' };
const OOM_KILLS: MetricLabel = { name: 'oom-kills', title: 'OOM kills', method: 'restarts in the hour' };
const GPU: MetricLabel = { name: 'gpu', title: 'gpu', method: 'utilization' };
const LATENCY: MetricLabel = { name: 'latency', title: 'p95 latency', method: 'p95 over 5 min' };
export const REPLICAS: MetricLabel = { name: 'replicas', title: 'replicas', method: 'ready' };

/** A recording of an earlier release does not hold them: that is known to be unknown, and no reason to stop. */
async function readOomKills(
  reader: HistoryReader,
  ref: NamespacedWorkload,
): Promise<MetricHistory | undefined> {
  try {
    return await reader.read(containerOomKills(ref), OOM_KILLS, WINDOWS.oomKills);
  } catch (error) {
    if (error instanceof SourceError && error.code === 'bad-query') return undefined;
    throw error;
  }
}

async function readLatency(
  reader: HistoryReader,
  ref: NamespacedWorkload,
): Promise<MetricHistory | undefined> {
  const query = await reader.firstWithSamples(latencyCandidates(ref));
  return query && reader.read(query, LATENCY, WINDOWS.recent);
}

/** The histories of an HPA's Pods, Object and External metrics, by their place in the HPA. */
export async function readHpaMetrics(
  reader: HistoryReader,
  ref: NamespacedWorkload,
  metrics: readonly HpaMetric[],
  window: Window = WINDOWS.recent,
): Promise<ReadonlyMap<number, MetricHistory>> {
  const entries = await Promise.all(
    metrics.map(async (metric, index) => {
      const query = queryOf(metric, ref);
      const name = metricName(metric);
      const label = { name, title: name, method: 'as the HPA reads it' };
      return query && ([index, await reader.read(query, label, window)] as const);
    }),
  );
  return new Map(entries.filter((entry) => entry !== undefined));
}

/** `undefined` for a resource metric, which the CPU and memory histories answer, and for one without a name. */
function queryOf(metric: HpaMetric, ref: NamespacedWorkload): MetricQuery | undefined {
  if (metric.type === 'Unknown' || metric.name === undefined) return undefined;
  switch (metric.type) {
    case 'Pods':
      return podsMetric(ref, named(metric.name, metric));
    case 'Object':
      return (
        metric.describedObject &&
        objectMetric({ ...metric.describedObject, namespace: ref.namespace }, named(metric.name, metric))
      );
    case 'External':
      return externalMetric(ref.namespace, named(metric.name, metric));
    case 'Resource':
    case 'ContainerResource':
      return undefined;
  }
}

/** A metric of an HPA as the demand behind it is looked for; `undefined` for one without a name or of an unknown type. */
export function scalingMetricOf(metric: HpaMetric, namespace: string): ScalingMetric | undefined {
  if (metric.type === 'Unknown' || metric.name === undefined) return undefined;
  switch (metric.type) {
    case 'Resource':
    case 'ContainerResource':
      return { type: metric.type, resource: metric.name };
    case 'Object':
      return (
        metric.describedObject && {
          ...{ type: metric.type, ...named(metric.name, metric) },
          describedObject: { ...metric.describedObject, namespace },
        }
      );
    case 'Pods':
    case 'External':
      return { type: metric.type, ...named(metric.name, metric) };
  }
}

type Named = Extract<HpaMetric, { type: 'Pods' | 'Object' | 'External' }>;

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** The metric as the query builder takes it. The API server rejects other operators, so leaving them out loses nothing. */
function named(metric: string, { selector }: Named): HpaMetricName {
  if (selector === undefined) return { metric };
  const matchExpressions = selector.matchExpressions.flatMap(({ key, operator, values }) => {
    const known = operators.find((each) => each === operator);
    return known === undefined ? [] : [{ key, operator: known, values }];
  });
  return { metric, selector: { matchLabels: selector.matchLabels, matchExpressions } };
}

function metricName(metric: HpaMetric): string {
  return metric.type === 'Unknown' ? 'unknown' : (metric.name ?? 'unnamed');
}
