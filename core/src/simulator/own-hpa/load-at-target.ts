import type { HpaMetricSpec } from '../../hpa/index.ts';
import { withSpecDefaults } from '../../hpa/index.ts';
import type { ServiceCase } from '../strategies/service-case.ts';
import type { OwnHpa } from './own-hpa.ts';

/**
 * Requests per second that a replica has when the HPA is content, by the metric that asks for the most replicas: CPU, and what is so much for each request.
 * `undefined` where it goes by neither, or by a value for the whole workload.
 */
export function loadAtTarget(of: ServiceCase, hpa: OwnHpa): number | undefined {
  const loads = withSpecDefaults(hpa.spec, 0).metrics.flatMap((metric) => loadOf(metric, of, hpa) ?? []);
  return loads.length > 0 ? Math.min(...loads) : undefined;
}

function loadOf(metric: HpaMetricSpec, { service, pod }: ServiceCase, hpa: OwnHpa): number | undefined {
  const { averageUtilization, averageValueMilli } = metric.target;
  const perPod = averageValueMilli === undefined ? undefined : Number(averageValueMilli) / 1000;
  if (metric.type === 'Resource' || metric.type === 'ContainerResource') {
    const cores = perPod ?? ((averageUtilization ?? 80) / 100) * ((pod.requests.cpu ?? 1000) / 1000);
    return positive((cores - service.idleCores) / service.cpuSecondsPerRequest);
  }
  if (perPod === undefined) return undefined;
  const signal = hpa.signals[metric.metric.name];
  if (signal === 'requests-per-second') return positive(perPod);
  if (typeof signal === 'object' && signal.signal === 'requests-per-second') {
    return positive(perPod / signal.times);
  }
  return undefined;
}

function positive(value: number): number | undefined {
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
