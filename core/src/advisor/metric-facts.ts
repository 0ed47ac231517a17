import type { HpaMetric } from '../apis/hpa-metric.ts';
import { gpuCountOf } from '../gpu/index.ts';
import type { MetricsSource, SourceCallOptions } from '../ports/index.ts';
import {
  containerCpuUsage,
  containerMemoryWorkingSet,
  externalMetric,
  gpuUtilization,
  type HpaMetricName,
  latencyCandidates,
  type MetricQuery,
  objectMetric,
  podsMetric,
  readyReplicas,
  requestRateCandidates,
  userQuery,
  workloadCpuUsage,
} from '../promql/index.ts';
import type { MetricHistory, NamespacedWorkload, WorkloadFacts, WorkloadMetrics } from './workload-facts.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How far back and how finely each kind of metric is read. */
const WINDOWS = {
  /** Two weeks: a weekly pattern shows only after two of its cycles. */
  demand: { spanMs: 14 * DAY, stepMs: 5 * MINUTE },
  /** The stretch that the VPA's recommender keeps. */
  resources: { spanMs: 8 * DAY, stepMs: 10 * MINUTE },
  recent: { spanMs: DAY, stepMs: 5 * MINUTE },
} as const;

type Window = (typeof WINDOWS)[keyof typeof WINDOWS];

export interface MetricRequest {
  /** PromQL of the demand, where the user named one. */
  readonly demandQuery?: string;
}

/** Reads the metrics of one workload up to `facts.nowMs`. All queries run at once; the source limits how many. */
export async function readWorkloadMetrics(
  source: MetricsSource,
  facts: WorkloadFacts,
  request: MetricRequest,
  options: SourceCallOptions,
): Promise<WorkloadMetrics> {
  const { ref, nowMs } = facts;
  const read = async (
    query: MetricQuery,
    about: Pick<MetricHistory, 'name' | 'title' | 'method'>,
    { spanMs, stepMs }: Window,
  ): Promise<MetricHistory> => ({
    ...about,
    unit: query.unit,
    stepMs,
    series: await source.queryRange(query, { startMs: nowMs - spanMs, endMs: nowMs, stepMs }, options),
  });
  const first = (queries: readonly MetricQuery[]) => firstWithSamples(source, queries, nowMs, options);

  const demand = async (): Promise<MetricHistory> => {
    if (request.demandQuery !== undefined) {
      return read(
        userQuery(request.demandQuery),
        { name: 'demand', title: 'demand', method: request.demandQuery },
        WINDOWS.demand,
      );
    }
    const requests = await first(requestRateCandidates(ref));
    return requests === undefined
      ? read(
          workloadCpuUsage(ref),
          { name: 'total-cpu', title: 'total cpu', method: 'rate over 5 min, all pods' },
          WINDOWS.demand,
        )
      : read(
          requests,
          { name: 'requests', title: 'requests/s', method: 'rate over 5 min, all pods' },
          WINDOWS.demand,
        );
  };
  const latency = async (): Promise<MetricHistory | undefined> => {
    const query = await first(latencyCandidates(ref));
    return (
      query &&
      read(query, { name: 'latency', title: 'p95 latency', method: 'p95 over 5 min' }, WINDOWS.recent)
    );
  };
  const [demandHistory, cpu, memory, gpu, latencyHistory, replicas, hpaMetrics] = await Promise.all([
    demand(),
    read(
      containerCpuUsage(ref),
      { name: 'cpu', title: 'cpu/pod', method: 'rate over 5 min' },
      WINDOWS.resources,
    ),
    read(
      containerMemoryWorkingSet(ref),
      { name: 'memory', title: 'memory/pod', method: 'working set' },
      WINDOWS.resources,
    ),
    gpuCountOf(facts.workload.template) > 0
      ? read(gpuUtilization(ref), { name: 'gpu', title: 'gpu', method: 'utilization' }, WINDOWS.recent)
      : undefined,
    latency(),
    read(readyReplicas(ref), { name: 'replicas', title: 'replicas', method: 'ready' }, WINDOWS.recent),
    readHpaMetrics(facts, (query, name) =>
      read(query, { name, title: name, method: 'as the HPA reads it' }, WINDOWS.recent),
    ),
  ]);
  return {
    source: source.description,
    demand: demandHistory,
    cpu,
    memory,
    ...(gpu === undefined ? {} : { gpu }),
    ...(latencyHistory === undefined ? {} : { latency: latencyHistory }),
    replicas,
    hpaMetrics,
  };
}

async function firstWithSamples(
  source: MetricsSource,
  queries: readonly MetricQuery[],
  nowMs: number,
  options: SourceCallOptions,
): Promise<MetricQuery | undefined> {
  const answers = await Promise.all(queries.map((query) => source.query(query, nowMs, options)));
  return queries.find((_, index) => (answers[index]?.length ?? 0) > 0);
}

async function readHpaMetrics(
  { ref, hpas: [hpa] }: WorkloadFacts,
  read: (query: MetricQuery, name: string) => Promise<MetricHistory>,
): Promise<ReadonlyMap<number, MetricHistory>> {
  const entries = await Promise.all(
    (hpa?.metrics ?? []).map(async (metric, index) => {
      const query = queryOf(metric, ref);
      return query && ([index, await read(query, metricName(metric))] as const);
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
