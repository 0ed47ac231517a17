import type { WorkloadView } from '../apis/workload.ts';
import { gpuCountOf } from '../gpu/index.ts';
import { type UsageFacts, usageKey, type WorkloadUsage } from '../lint/usage.ts';
import { type MetricsSource, type SourceCallOptions, SourceError } from '../ports/index.ts';
import { gpuUtilization } from '../promql/index.ts';
import { sizeContainers } from './container-sizing.ts';
import { readDemand } from './demand-history.ts';
import { historyReader, WINDOWS } from './history-reader.ts';
import { readResourceMetrics } from './metric-facts.ts';
import { metricReport } from './metric-report.ts';
import { podAverage, sumOfSeries } from './pod-average.ts';
import { requestReport } from './request-report.ts';
import { usageOf } from './usage-facts.ts';
import type { MetricHistory, NamespacedWorkload } from './workload-facts.ts';

/** A workload of manifests. */
export interface MeasuredWorkload {
  readonly ref: NamespacedWorkload;
  readonly view: WorkloadView;
}

export interface UsageOptions extends SourceCallOptions {
  readonly nowMs: number;
  /** The namespace of manifests that name none. */
  readonly defaultNamespace: string;
  /** Called before each workload, and at the end. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * What was measured of the workloads of manifests, by the same functions that make reports; the cluster itself is not asked. A workload
 * that a recording does not know is left out.
 */
export async function readUsage(
  metrics: MetricsSource,
  workloads: readonly MeasuredWorkload[],
  options: UsageOptions,
): Promise<UsageFacts> {
  const found = new Map<string, WorkloadUsage>();
  for (const [index, workload] of workloads.entries()) {
    options.onProgress?.(index, workloads.length);
    const usage = await readWorkload(metrics, workload, options);
    if (usage) found.set(usageKey(workload.ref.namespace, workload.ref), usage);
  }
  options.onProgress?.(workloads.length, workloads.length);
  return { source: metrics.description, defaultNamespace: options.defaultNamespace, workloads: found };
}

async function readWorkload(
  metrics: MetricsSource,
  { ref, view }: MeasuredWorkload,
  options: UsageOptions,
): Promise<WorkloadUsage | undefined> {
  const { nowMs } = options;
  const reader = historyReader(metrics, nowMs, options);
  try {
    const [resources, demand, gpu] = await Promise.all([
      readResourceMetrics(reader, ref),
      readDemand(reader, ref, {}),
      gpuCountOf(view.template) > 0
        ? reader.read(
            gpuUtilization(ref),
            { name: 'gpu', title: 'gpu', method: 'utilization' },
            WINDOWS.recent,
          )
        : undefined,
    ]);
    const report = (history: MetricHistory, series: MetricHistory['series'][number]) =>
      metricReport({ ...history, series, nowMs, source: metrics.description });
    const { recommendations } = sizeContainers({ workload: view, nowMs }, resources, 'percentile');
    return usageOf(recommendations.map(requestReport), [
      report(demand, sumOfSeries(demand.series)),
      ...(gpu ? [report(gpu, podAverage(gpu.series))] : []),
    ]);
  } catch (error) {
    // A question that was not recorded: nothing is known of this workload, as of one without samples.
    if (error instanceof SourceError && error.code === 'bad-query') return undefined;
    throw error;
  }
}
