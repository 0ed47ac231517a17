import type { HpaMetric } from '../../apis/hpa-metric.ts';
import type { MetricsSource, SourceCallOptions } from '../../ports/index.ts';
import {
  containerCpuUsage,
  containerMemoryWorkingSet,
  readyReplicas,
  specReplicas,
} from '../../promql/index.ts';
import { historyReader, type Window } from '../history-reader.ts';
import type { HpaMetricHistories } from '../hpa-observations.ts';
import { CPU, MEMORY, readHpaMetrics, REPLICAS } from '../metric-facts.ts';
import type { MetricHistory, NamespacedWorkload } from '../workload-facts.ts';
import { forgivingReads } from './forgiving-reads.ts';

/** What an HPA's decisions over a stretch of time rest on. */
export interface HpaHistories extends HpaMetricHistories {
  readonly source: string;
  readonly stepMs: number;
  /** The replicas that were asked for, or those that were ready where only these are known; absent where neither is. */
  readonly replicas?: MetricHistory;
}

/** Reads the histories of an HPA's metrics and replicas over the window that ends at `atMs`. */
export async function readHpaHistories(
  source: MetricsSource,
  ref: NamespacedWorkload,
  hpaMetrics: readonly HpaMetric[],
  { atMs, ...window }: Window & { readonly atMs: number },
  options: SourceCallOptions,
): Promise<HpaHistories> {
  const reader = historyReader(source, atMs, options);
  const { read } = forgivingReads();
  const [cpu, memory, asked, ready, others] = await Promise.all([
    read(reader.read(containerCpuUsage(ref), CPU, window), ''),
    read(reader.read(containerMemoryWorkingSet(ref), MEMORY, window), ''),
    read(reader.read(specReplicas(ref), REPLICAS, window), ''),
    read(reader.read(readyReplicas(ref), REPLICAS, window), ''),
    read(readHpaMetrics(reader, ref, hpaMetrics, window), ''),
  ]);
  const replicas = [asked, ready].find((history) => history !== undefined && history.series.length > 0);
  return {
    source: source.description,
    stepMs: window.stepMs,
    cpu: cpu ?? nothing(CPU, window),
    memory: memory ?? nothing(MEMORY, window),
    hpaMetrics: others ?? new Map(),
    ...(replicas === undefined ? {} : { replicas }),
  };
}

function nothing(label: Pick<MetricHistory, 'name' | 'title' | 'method'>, { stepMs }: Window): MetricHistory {
  return { ...label, unit: '', stepMs, series: [] };
}
