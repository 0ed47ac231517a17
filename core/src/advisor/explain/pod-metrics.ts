import { itemsAt, stringAt, timeMsAt, valueAt } from '../../apis/field-values.ts';
import type { PodMetrics } from '../../hpa/index.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { milliValue, parseGoDuration, parseQuantity, toMilliseconds } from '../../units/index.ts';

/** A PodMetrics object of metrics.k8s.io as the decision takes it; `undefined` for one without a name. */
export function podMetricsOf(object: KubernetesObject): PodMetrics | undefined {
  const { name } = object.metadata;
  if (name === undefined) return undefined;
  const timestampMs = timeMsAt(object, 'timestamp');
  const window = parseGoDuration(stringAt(object, 'window') ?? '');
  return {
    pod: name,
    ...(timestampMs === undefined ? {} : { timestampMs }),
    ...(window.ok ? { windowMs: toMilliseconds(window.value) } : {}),
    containers: itemsAt(object, 'containers').map((container) => ({
      name: stringAt(container, 'name') ?? '',
      usageMilli: amountsOf(valueAt(container, 'usage')),
    })),
  };
}

function amountsOf(usage: unknown): Record<string, number | bigint> {
  if (typeof usage !== 'object' || usage === null) return {};
  return Object.fromEntries(
    Object.entries(usage).flatMap(([resource, amount]) => {
      const parsed = parseQuantity(String(amount));
      return parsed.ok ? [[resource, milliValue(parsed.value)]] : [];
    }),
  );
}
