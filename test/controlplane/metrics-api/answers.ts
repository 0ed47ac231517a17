import type { MetricScript } from './metric-script.ts';

/** The API groups that a scripted metrics API serves. */
export const metricsApiVersions = [
  { group: 'metrics.k8s.io', version: 'v1beta1' },
  { group: 'custom.metrics.k8s.io', version: 'v1beta1' },
  { group: 'custom.metrics.k8s.io', version: 'v1beta2' },
  { group: 'external.metrics.k8s.io', version: 'v1beta1' },
] as const;

export type MetricsApiVersion = (typeof metricsApiVersions)[number];

/** When a sample was taken. */
export interface SampleTime {
  /** RFC 3339, in whole seconds as the metrics APIs write it. */
  readonly timestamp: string;
  readonly windowSeconds: number;
}

/** A value as a Kubernetes quantity in thousandths, without a fraction where it is whole. */
export function quantity(value: number): string {
  const milli = Math.round(value * 1000);
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

/** metav1.Status for a failure. */
export function failure(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

/** APIGroup: only the preferred version is listed by some servers, here all are. */
export function groupDocument(group: string): object {
  const versions = metricsApiVersions
    .filter((served) => served.group === group)
    .map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { kind: 'APIGroup', apiVersion: 'v1', name: group, versions, preferredVersion: versions[0] };
}

/** APIResourceList: every metric of any namespace's script. */
export function resourceList(
  { group, version }: MetricsApiVersion,
  scripts: readonly MetricScript[],
): object {
  const verbs = ['get'];
  const resource = (name: string, kind: string): object => ({
    name,
    singularName: '',
    namespaced: true,
    kind,
    verbs,
  });
  const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
  const resources = (): readonly object[] => {
    if (group === 'metrics.k8s.io') {
      return [
        { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
      ];
    }
    if (group === 'external.metrics.k8s.io') {
      const names = unique(scripts.flatMap((script) => Object.keys(script.external ?? {})));
      return names.map((name) => resource(name, 'ExternalMetricValueList'));
    }
    const ofPods = scripts.flatMap((script) =>
      Object.keys(script.pods ?? {}).map((metric) => `pods/${metric}`),
    );
    const ofObjects = scripts.flatMap((script) =>
      Object.keys(script.objects ?? {}).map((key) => key.replace(/\/.*\//, '/')),
    );
    return unique([...ofPods, ...ofObjects]).map((name) => resource(name, 'MetricValueList'));
  };
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: `${group}/${version}`,
    resources: resources(),
  };
}

/** One sample of a metric of an object. */
export interface ObjectSample {
  readonly kind: string;
  readonly name: string;
  readonly value: number;
}

/** MetricValueList in v1beta1 or v1beta2. `window` is a number of seconds here, and a duration in metrics.k8s.io only. */
export function metricValueList(
  version: string,
  { namespace, metric, samples }: { namespace: string; metric: string; samples: readonly ObjectSample[] },
  { timestamp, windowSeconds }: SampleTime,
): object {
  return {
    kind: 'MetricValueList',
    apiVersion: `custom.metrics.k8s.io/${version}`,
    metadata: {},
    items: samples.map(({ kind, name, value }) => ({
      describedObject: { kind, namespace, name, apiVersion: '/v1' },
      ...(version === 'v1beta1'
        ? {
            metricName: metric,
            timestamp,
            window: windowSeconds,
            value: quantity(value),
            selector: null,
          }
        : { metric: { name: metric, selector: null }, timestamp, windowSeconds, value: quantity(value) }),
    })),
  };
}

/** ExternalMetricValueList. */
export function externalMetricValueList(
  metric: string,
  series: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[],
  { timestamp, windowSeconds }: SampleTime,
): object {
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: 'external.metrics.k8s.io/v1beta1',
    metadata: {},
    items: series.map(({ labels, value }) => ({
      metricName: metric,
      metricLabels: labels,
      timestamp,
      window: windowSeconds,
      value: quantity(value),
    })),
  };
}

/** A pod's containers and their usage. */
export interface PodUsage {
  readonly name: string;
  readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, number>> }[];
}

/** PodMetricsList. */
export function podMetricsList(
  namespace: string,
  pods: readonly PodUsage[],
  { timestamp, windowSeconds }: SampleTime,
): object {
  return {
    kind: 'PodMetricsList',
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: {},
    items: pods.map(({ name, containers }) => ({
      metadata: { name, namespace },
      timestamp,
      window: `${windowSeconds}s`,
      containers: containers.map((container) => ({
        name: container.name,
        usage: Object.fromEntries(
          Object.entries(container.usage).map(([resource, value]) => [resource, quantity(value)]),
        ),
      })),
    })),
  };
}
