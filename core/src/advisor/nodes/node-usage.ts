import type { MetricsSource, SourceCallOptions } from '../../ports/index.ts';
import {
  type MetricQuery,
  nodeCgroupCpuUsage,
  nodeCgroupMemoryUsed,
  nodeCpuUsage,
  nodeGpuUtilization,
  nodeMemoryUsed,
} from '../../promql/index.ts';
import type { TimeSeries } from '../../stats/time-series.ts';
import { isRefusal } from './unless-refused.ts';

/** Measured use by node name. A node that is not among them was not measured. */
export interface NodeUsage {
  readonly cpuCores: ReadonlyMap<string, number>;
  readonly memoryBytes: ReadonlyMap<string, number>;
  /** Mean utilization of a node's GPUs, 0–1. */
  readonly gpuShare: ReadonlyMap<string, number>;
  readonly source?: string;
  readonly notes: readonly string[];
}

const nothing: ReadonlyMap<string, number> = new Map();

/** What nodes use now: as node-exporter says, else as kubelets do. Without metrics nothing is known, which is said. */
export async function readNodeUsage(
  metrics: MetricsSource | undefined,
  nowMs: number,
  options: SourceCallOptions,
): Promise<NodeUsage> {
  if (!metrics) {
    return {
      cpuCores: nothing,
      memoryBytes: nothing,
      gpuShare: nothing,
      notes: ['without metrics no use is measured: requests only'],
    };
  }
  const first = async (...queries: readonly MetricQuery[]): Promise<ReadonlyMap<string, number>> => {
    for (const query of queries) {
      const found = byNode(await seriesOrNone(metrics, query, nowMs, options));
      if (found.size > 0) return found;
    }
    return nothing;
  };
  const [cpuCores, memoryBytes, gpuShare] = await Promise.all([
    first(nodeCpuUsage(), nodeCgroupCpuUsage()),
    first(nodeMemoryUsed(), nodeCgroupMemoryUsed()),
    first(nodeGpuUtilization()),
  ]);
  const unmeasured = cpuCores.size === 0 && memoryBytes.size === 0;
  return {
    cpuCores,
    memoryBytes,
    gpuShare,
    source: metrics.description,
    notes: unmeasured
      ? [
          `${metrics.description} has no use of nodes (node-exporter's or the kubelets' series): requests only`,
        ]
      : [],
  };
}

/** A recording that was not asked has no samples, for one of several ways to read a thing. */
export async function seriesOrNone(
  metrics: MetricsSource,
  query: MetricQuery,
  nowMs: number,
  options: SourceCallOptions,
): Promise<readonly TimeSeries[]> {
  try {
    return await metrics.query(query, nowMs, options);
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}

function byNode(series: readonly TimeSeries[]): ReadonlyMap<string, number> {
  return new Map(
    series.flatMap(({ labels, values }) => {
      const value = values.at(-1);
      return labels.node === undefined || value === undefined || Number.isNaN(value)
        ? []
        : [[labels.node, value] as const];
    }),
  );
}
