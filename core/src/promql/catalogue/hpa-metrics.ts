import { defineQuery } from '../defined-query.ts';
import { type LabelSelector, selectorIdentity, selectorMatchers } from '../label-selector.ts';
import type { WorkloadRef } from '../pod-names.ts';
import { equal, labelName, type Matcher, selector } from '../selector.ts';
import { podMatchers, workloadIdentity } from '../workload-series.ts';

const asTheAdapterDoes =
  'Read as prometheus-adapter’s usual rules do: the series of that name, else the rate of the counter behind it.';

/**
 * The vectors that a metric of this name may stand for, joined in order of likelihood. A custom metrics adapter gives
 * metrics names of its own; the rules of prometheus-adapter's chart and walkthrough (v0.12) make `x` of `x_total` (rate
 * over 5 min) and of `x_seconds_total`, and `x_per_second` of `x_total` (rate over 2 min). A name that itself ends in
 * `_total` can only mean the counter's rate.
 */
function metricVectors(metric: string, matchers: readonly Matcher[], aggregate: string): string {
  const rate = (name: string, window: string): string =>
    `${aggregate} (rate(${selector(name, matchers)}[${window}]))`;
  if (metric.endsWith('_total')) return rate(metric, '2m');
  const candidates = [
    `${aggregate} (${selector(metric, matchers)})`,
    rate(`${metric}_total`, '5m'),
    rate(`${metric}_seconds_total`, '5m'),
  ];
  const base = /^(.+)_per_second$/.exec(metric)?.[1];
  if (base !== undefined) candidates.push(rate(`${base}_total`, '2m'));
  return candidates.join(' or ');
}

/** A metric as an HPA names it. */
export interface HpaMetricName {
  readonly metric: string;
  readonly selector?: LabelSelector;
}

export const podsMetric = defineQuery<[workload: WorkloadRef, metric: HpaMetricName]>(
  {
    name: 'pods-metric',
    meaning: `A metric of an HPA’s \`Pods\` source. ${asTheAdapterDoes}`,
    exporter: 'the application, through a custom metrics adapter',
    series: [],
    unit: '',
    aggregation: 'One series for each pod (`pod`), the sum of its series; the HPA averages over pods.',
  },
  (workload, metric) => ({
    ...workloadIdentity(workload),
    metric: metric.metric,
    selector: selectorIdentity(metric.selector),
  }),
  (workload, metric) =>
    metricVectors(
      metric.metric,
      [...selectorMatchers(metric.selector), ...podMatchers(workload)],
      'sum by (pod)',
    ),
);

/** The object that an HPA's `Object` source describes. */
export interface DescribedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export const objectMetric = defineQuery<[object: DescribedObject, metric: HpaMetricName]>(
  {
    name: 'object-metric',
    meaning: `A metric of an HPA’s \`Object\` source: one value of one object. ${asTheAdapterDoes}`,
    exporter: 'the application or a proxy, through a custom metrics adapter',
    series: [],
    unit: '',
    aggregation:
      'One series: the sum of the object’s series, found by the label that is named after its kind.',
  },
  (object, metric) => ({ ...object, metric: metric.metric, selector: selectorIdentity(metric.selector) }),
  ({ kind, namespace, name }, metric) => {
    const label = labelName(kind.toLowerCase());
    const conditions = selectorMatchers(metric.selector);
    const ofNamespace = kind === 'Namespace' ? [] : [equal('namespace', namespace)];
    const plain = metricVectors(metric.metric, [...conditions, ...ofNamespace, equal(label, name)], 'sum');
    const renamed = [
      ...conditions,
      equal('exported_namespace', kind === 'Namespace' ? name : namespace),
      ...(kind === 'Namespace' ? [] : [equal(label, name)]),
    ];
    return `${plain} or ${metricVectors(metric.metric, renamed, 'sum')}`;
  },
);

export const externalMetric = defineQuery<[namespace: string, metric: HpaMetricName]>(
  {
    name: 'external-metric',
    meaning: `A metric of an HPA’s \`External\` source, of something outside the cluster. ${asTheAdapterDoes}`,
    exporter: 'a cloud or broker exporter, through an external metrics adapter',
    series: [],
    unit: '',
    aggregation:
      'One series: the sum of what the selector finds in the HPA’s namespace, or anywhere if there is nothing.',
  },
  (namespace, metric) => ({
    namespace,
    metric: metric.metric,
    selector: selectorIdentity(metric.selector),
  }),
  (namespace, metric) => {
    const conditions = selectorMatchers(metric.selector);
    const inNamespace = metricVectors(metric.metric, [...conditions, equal('namespace', namespace)], 'sum');
    return `${inNamespace} or ${metricVectors(metric.metric, conditions, 'sum')}`;
  },
);
