import type { MetricsSource, SourceCallOptions } from '../../ports/index.ts';
import { clusterGpuMemoryUsed, clusterGpuUtilization } from '../../promql/index.ts';
import type { TimeSeries } from '../../stats/time-series.ts';
import { seriesOrNone } from './node-usage.ts';

/** How much one GPU, or a slice of one, was used. */
export interface GpuSample {
  /** The node's name, where the exporter tells it. */
  readonly node?: string;
  /** `namespace/name` of the pod on it. */
  readonly pod?: string;
  readonly container?: string;
  /** Tells the GPUs, and the slices of one, of a node apart. */
  readonly device: string;
  readonly value: number;
}

export interface GpuUsage {
  /** 0–1, mean of the window. */
  readonly utilization: readonly GpuSample[];
  readonly memoryBytes: readonly GpuSample[];
  readonly source?: string;
  readonly notes: readonly string[];
}

/** Over so long a use is averaged: pauses between requests are no idleness. */
export const gpuWindowMs = 3_600_000;

/** What the DCGM exporter says of all GPUs; without it nothing is known, which is said. */
export async function readGpuUsage(
  metrics: MetricsSource | undefined,
  nowMs: number,
  options: SourceCallOptions,
): Promise<GpuUsage> {
  if (!metrics) {
    return { utilization: [], memoryBytes: [], notes: ['without metrics no use of GPUs is measured'] };
  }
  const [utilization, memory] = await Promise.all([
    seriesOrNone(metrics, clusterGpuUtilization(), nowMs, options),
    seriesOrNone(metrics, clusterGpuMemoryUsed(), nowMs, options),
  ]);
  return {
    utilization: utilization.flatMap(sampleOf),
    memoryBytes: memory.flatMap(sampleOf),
    source: metrics.description,
    notes:
      utilization.length === 0
        ? [
            `${metrics.description} has no use of GPUs (NVIDIA's DCGM exporter): what is idle is told by requests only`,
          ]
        : [],
  };
}

/** Without `exported_*` labels the exporter's own name the pod on the GPU; an idle GPU has none. */
function sampleOf({ labels, values }: TimeSeries): readonly GpuSample[] {
  const value = values.at(-1);
  if (value === undefined || Number.isNaN(value)) return [];
  const renamed = Boolean(labels.exported_pod);
  const [namespace, pod, container] = renamed
    ? [labels.exported_namespace, labels.exported_pod, labels.exported_container]
    : [labels.namespace, labels.pod, labels.container];
  return [
    {
      value,
      device: `${labels.gpu ?? ''}/${labels.GPU_I_ID ?? ''}`,
      ...(labels.Hostname && { node: labels.Hostname }),
      ...(namespace && pod && { pod: `${namespace}/${pod}` }),
      ...(container && { container }),
    },
  ];
}
