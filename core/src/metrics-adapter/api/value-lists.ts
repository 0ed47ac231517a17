import type { ExternalReading, ObjectReading } from '../serving/metric-reading.ts';
import { customMetricsGroup, type CustomMetricsVersion, externalMetricsGroup } from './api-groups.ts';
import { labelSelectorObject } from './label-selector-object.ts';

/** RFC 3339 in whole seconds, as metav1.Time is written. */
export function timestampText(atMs: number): string {
  return new Date(Math.floor(atMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** MetricValueList (k8s.io/metrics v0.36). v1beta1 and v1beta2 differ in where name and selector stand. */
export function metricValueList(version: CustomMetricsVersion, readings: readonly ObjectReading[]): object {
  return {
    kind: 'MetricValueList',
    apiVersion: `${customMetricsGroup.name}/${version}`,
    metadata: {},
    items: readings.map((reading) => metricValue(version, reading)),
  };
}

function metricValue(version: CustomMetricsVersion, reading: ObjectReading): object {
  const { kind, namespace, name, apiVersion, metric, quantity } = reading;
  const describedObject = { kind, ...(namespace !== '' && { namespace }), name, apiVersion };
  const selector = reading.selector === '' ? null : labelSelectorObject(reading.selector);
  const timestamp = timestampText(reading.atMs);
  return version === 'v1beta1'
    ? { describedObject, metricName: metric, timestamp, value: quantity, selector }
    : { describedObject, metric: { name: metric, selector }, timestamp, value: quantity };
}

/** ExternalMetricValueList. */
export function externalMetricValueList(readings: readonly ExternalReading[]): object {
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: `${externalMetricsGroup.name}/v1beta1`,
    metadata: {},
    items: readings.map(({ metric, labels, atMs, quantity }) => ({
      metricName: metric,
      metricLabels: labels,
      timestamp: timestampText(atMs),
      value: quantity,
    })),
  };
}
