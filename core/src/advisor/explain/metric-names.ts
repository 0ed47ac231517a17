import type { HpaMetricSpec, Measure } from '../../hpa/index.ts';
import { formatNumber } from '../../units/index.ts';

/** `cpu`, `cpu of container app`, `queue_depth`: a metric as people speak of it. */
export function metricSubject(metric: HpaMetricSpec): string {
  switch (metric.type) {
    case 'Resource':
      return metric.name;
    case 'ContainerResource':
      return `${metric.name} of container ${metric.container}`;
    default:
      return metric.metric.name;
  }
}

/** A value of a metric with its unit, as it is compared with the target: `71 %`, `350m/pod`, `7.2/pod`, `412`. */
export function measureText(metric: HpaMetricSpec, kind: Measure['kind'], value: number): string {
  if (kind === 'utilization') return `${value} %`;
  const amount = amountText(metric, value);
  return kind === 'average' ? `${amount}/pod` : amount;
}

function amountText(metric: HpaMetricSpec, milli: number): string {
  const resource = metric.type === 'Resource' || metric.type === 'ContainerResource' ? metric.name : '';
  if (resource === 'cpu') return `${formatNumber(milli, 4)}m`;
  if (resource === 'memory') return `${formatNumber(milli / 1000 / 2 ** 20, 3)}Mi`;
  return formatNumber(milli / 1000, 4);
}
