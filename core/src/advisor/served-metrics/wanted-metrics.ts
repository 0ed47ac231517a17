import type { HpaView } from '../../apis/hpa.ts';
import type { HpaMetric, HpaMetricTarget } from '../../apis/hpa-metric.ts';
import type { LabelSelector } from '../../apis/label-selector.ts';
import { formatQuantity } from '../../units/index.ts';
import { resourceOf } from '../creation/described-object.ts';
import type { ReportMetricUser, ReportServedMetric } from './metrics-report.ts';

/** A metric that HPAs name, with those who do. */
export interface WantedMetric extends Pick<ReportServedMetric, 'type' | 'name' | 'resource' | 'selector'> {
  /** Of a metric of an object. */
  readonly object?: string;
  readonly hpas: readonly ReportMetricUser[];
  /** One of them, to read statuses and targets from. */
  readonly example: { readonly hpa: HpaView; readonly metric: HpaMetric };
}

/** What the HPAs of a namespace scale by, each once, in the order of their names. */
export function wantedMetrics(hpas: readonly HpaView[]): readonly WantedMetric[] {
  const wanted = new Map<string, WantedMetric>();
  const byName = [...hpas].sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  for (const hpa of byName) {
    for (const metric of hpa.metrics) {
      const identity = identityOf(metric);
      if (identity === undefined) continue;
      const key = JSON.stringify(identity);
      const user = { name: hpa.metadata.name ?? '', target: targetText(metric.target) };
      const known = wanted.get(key);
      wanted.set(key, {
        ...identity,
        hpas: [...(known?.hpas ?? []), user],
        example: known?.example ?? { hpa, metric },
      });
    }
  }
  return [...wanted.values()];
}

function identityOf(metric: HpaMetric): Omit<WantedMetric, 'hpas' | 'example'> | undefined {
  if (metric.type === 'Unknown' || metric.name === undefined) return undefined;
  const { name } = metric;
  switch (metric.type) {
    case 'Resource':
    case 'ContainerResource':
      return { type: 'Resource', name };
    case 'Pods':
    case 'External':
      return { type: metric.type, name, ...selected(metric.selector) };
    case 'Object': {
      const { describedObject } = metric;
      if (describedObject === undefined) return undefined;
      const { kind, name: object, apiVersion = 'v1' } = describedObject;
      const resource = resourceOf({ apiVersion, kind, name: object });
      return { type: 'Object', name, resource, object, ...selected(metric.selector) };
    }
  }
}

function selected(selector: LabelSelector | undefined): { readonly selector?: string } {
  const equals = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const others = (selector?.matchExpressions ?? []).map(({ key, operator, values }) => {
    switch (operator) {
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
    }
  });
  const parts = [...equals, ...others];
  return parts.length === 0 ? {} : { selector: parts.join(',') };
}

function targetText({ averageUtilization, averageValue, value }: HpaMetricTarget): string {
  if (averageUtilization !== undefined) return `${averageUtilization} % of the request`;
  if (averageValue !== undefined) return `${formatQuantity(averageValue)} a pod`;
  return value === undefined ? '' : `${formatQuantity(value)} in all`;
}
