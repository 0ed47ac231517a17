import type { HpaView } from '../../apis/hpa.ts';
import type { HpaMetric } from '../../apis/hpa-metric.ts';
import type { MetricsApis, SourceCallOptions } from '../../ports/index.ts';
import { readLiveValues } from '../served-metrics/live-values.ts';
import { type WantedMetric, wantedMetrics } from '../served-metrics/wanted-metrics.ts';
import { failedCondition, isAboutMetric } from './inactive.ts';
import { secondsSince, type StatusFacts, statusHpa } from './status-facts.ts';
import type { StatusBlindMetric } from './status-report.ts';

/** Three scrapes of a minute. */
const STALE_AFTER_SECONDS = 180;

export interface BlindOptions extends SourceCallOptions {
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Metrics that HPAs go by and that have no value, by the HPAs' own statuses; and, where the metrics APIs can be asked, those whose newest value is old
 * or that nobody answers any more.
 */
export async function blindMetrics(
  { hpas, nowMs }: StatusFacts,
  apis: MetricsApis | undefined,
  options: BlindOptions,
): Promise<readonly StatusBlindMetric[]> {
  const rows: StatusBlindMetric[] = [];
  let done = 0;
  const namespaces = new Set(hpas.map(({ metadata }) => metadata.namespace ?? 'default'));
  for (const namespace of namespaces) {
    const own = hpas.filter(({ metadata }) => (metadata.namespace ?? 'default') === namespace);
    const missing = own.flatMap((hpa) => missingMetrics(hpa, nowMs));
    rows.push(...missing);
    const seen = new Set(missing.map(({ hpa, metric }) => `${hpa}/${metric}`));
    const served = apis === undefined ? [] : await unservedMetrics(own, apis, namespace, nowMs, options);
    rows.push(...served.filter(({ hpa, metric }) => !seen.has(`${hpa}/${metric}`)));
    done += own.length;
    options.onProgress?.(done, hpas.length);
  }
  return rows;
}

/** The controller writes one entry for each metric, and an empty one for a metric without a value (horizontal.go, Kubernetes 1.36). */
function missingMetrics(hpa: HpaView, nowMs: number): readonly StatusBlindMetric[] {
  const { status } = hpa;
  if (status === undefined || status.conditions.length === 0) return [];
  const failed = failedCondition(hpa);
  if (failed !== undefined && !isAboutMetric(failed)) return [];
  const missing = hpa.metrics.filter((metric, index) => {
    const entry = status.currentMetrics[index];
    return failed
      ? entry?.type !== metric.type
      : status.currentMetrics.length > 0 && entry?.type !== metric.type;
  });
  const active = status.conditions.find(({ type }) => type === 'ScalingActive');
  return missing.map((metric) => ({
    ...statusHpa(hpa),
    ...replicasOf(hpa),
    metric: nameOf(metric),
    problem: 'missing',
    why: failed?.message ?? active?.message ?? 'the HPA’s status has no value of it',
    ...(failed ? secondsSince(failed.lastTransitionMs, nowMs) : {}),
    effect: failed ? 'holds' : 'only-up',
  }));
}

async function unservedMetrics(
  hpas: readonly HpaView[],
  apis: MetricsApis,
  namespace: string,
  nowMs: number,
  options: SourceCallOptions,
): Promise<readonly StatusBlindMetric[]> {
  const wanted = wantedMetrics(hpas).filter(({ type }) => type !== 'Resource');
  const answers = await readLiveValues(wanted, apis, namespace, nowMs, {
    ...(options.signal && { signal: options.signal }),
  });
  return wanted.flatMap((metric, index): StatusBlindMetric[] => {
    const { value, reason } = answers[index] ?? {};
    const age = value?.ageSeconds;
    if (value !== undefined && (age ?? 0) <= STALE_AFTER_SECONDS) return [];
    return usersOf(metric, hpas).map((hpa) => ({
      ...statusHpa(hpa),
      ...replicasOf(hpa),
      metric: metric.name,
      problem: value === undefined ? 'missing' : 'stale',
      why: value === undefined ? (reason ?? 'the metrics API has no value of it') : 'its newest value is old',
      ...(age === undefined ? {} : { ageSeconds: age }),
      effect: value !== undefined ? 'old-value' : hpa.metrics.length > 1 ? 'only-up' : 'holds',
    }));
  });
}

function usersOf({ hpas: users }: WantedMetric, hpas: readonly HpaView[]): readonly HpaView[] {
  return hpas.filter(({ metadata }) => users.some(({ name }) => name === metadata.name));
}

function nameOf(metric: HpaMetric): string {
  if (metric.type === 'Unknown') return metric.writtenType ?? 'a metric without a type';
  const name = metric.name ?? '';
  return metric.type === 'ContainerResource' ? `${name} of container ${metric.container ?? ''}` : name;
}

function replicasOf({ status }: HpaView): { readonly replicas?: number } {
  return status?.currentReplicas === undefined ? {} : { replicas: status.currentReplicas };
}
