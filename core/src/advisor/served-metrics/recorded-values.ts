import type { HpaView } from '../../apis/hpa.ts';
import type { MetricsSource, SourceCallOptions } from '../../ports/index.ts';
import { SourceError } from '../../ports/index.ts';
import { historyReader, WINDOWS } from '../history-reader.ts';
import { readHpaMetrics } from '../metric-facts.ts';
import type { ReportMetricValue } from './metrics-report.ts';
import type { WantedMetric } from './wanted-metrics.ts';

/**
 * What a metric was in a recording, read from Prometheus' answers as the HPA would have read it. `undefined` where the recording has no answer, or
 * the answer no samples.
 */
export async function readRecordedValue(
  { type, example }: WantedMetric,
  metrics: MetricsSource,
  namespace: string,
  nowMs: number,
  options: SourceCallOptions,
): Promise<ReportMetricValue | undefined> {
  const target = example.hpa.scaleTargetRef;
  if (target === undefined) return undefined;
  const ref = { group: target.group, kind: target.kind, namespace, name: target.name };
  const reader = historyReader(metrics, nowMs, options);
  const series = await readHpaMetrics(reader, ref, [example.metric])
    .then((histories) => histories.get(0)?.series ?? [])
    .catch((error: unknown) => {
      if (error instanceof SourceError && error.code === 'bad-query') return [];
      throw error;
    });
  // A pod that is gone has older samples only.
  const newest = series.flatMap(({ timestampsMs, values }) => {
    const [timeMs, value] = [timestampsMs.at(-1), values.at(-1)];
    return timeMs === undefined || value === undefined || nowMs - timeMs > STALE_MS
      ? []
      : [{ timeMs, value }];
  });
  if (newest.length === 0) return undefined;
  const sum = newest.reduce((total, { value }) => total + value, 0);
  return {
    figure: type === 'External' ? sum : sum / newest.length,
    aggregation: type === 'External' ? 'sum' : 'average',
    objects: newest.length,
    ageSeconds: Math.round((nowMs - Math.min(...newest.map(({ timeMs }) => timeMs))) / 1000),
  };
}

/** Two steps of the history. */
const STALE_MS = 2 * WINDOWS.recent.stepMs;

/** What the HPA's status says of CPU and memory: per cent of the request, or an average a pod. */
export function statusValue({ name, example: { hpa } }: WantedMetric): ReportMetricValue | undefined {
  const current = hpa.status?.currentMetrics.find(
    (metric) => (metric.type === 'Resource' || metric.type === 'ContainerResource') && metric.name === name,
  )?.current;
  const objects = hpa.status?.currentReplicas;
  if (current?.averageUtilization === undefined || objects === undefined) return undefined;
  return { figure: current.averageUtilization, aggregation: 'utilization', objects };
}

/** Why an HPA does not scale by its metrics, in the controller's words. */
export function inactiveReason({ status }: HpaView): string | undefined {
  const condition = status?.conditions.find(({ type }) => type === 'ScalingActive');
  return condition?.status === 'False' ? condition.message : undefined;
}
