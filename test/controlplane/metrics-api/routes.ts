import type { MetricsApiVersion } from './answers.ts';
import { metricsApiVersions } from './answers.ts';

/** What a request to a metrics API is for. */
export type MetricsRoute =
  | { readonly type: 'health' }
  | { readonly type: 'groups' }
  | { readonly type: 'group'; readonly group: string }
  | { readonly type: 'resources'; readonly served: MetricsApiVersion }
  | { readonly type: 'podUsage'; readonly namespace: string; readonly labelSelector: string }
  | {
      readonly type: 'podMetric';
      readonly version: string;
      readonly namespace: string;
      /** A pod's name, or `*` for all that the selector matches. */
      readonly pod: string;
      readonly metric: string;
      readonly labelSelector: string;
    }
  | {
      readonly type: 'objectMetric';
      readonly version: string;
      readonly namespace: string;
      readonly resource: string;
      readonly name: string;
      readonly metric: string;
    }
  | {
      readonly type: 'external';
      readonly namespace: string;
      readonly metric: string;
      readonly labelSelector: string;
    };

/** Reads the path and query of a request; undefined for what no metrics API serves. */
export function parseRoute(url: URL): MetricsRoute | undefined {
  const [root, group, version, ...rest] = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (root === 'healthz' || root === 'readyz' || root === 'livez') return { type: 'health' };
  if (root !== 'apis') return undefined;
  if (group === undefined) return { type: 'groups' };
  if (version === undefined) {
    return metricsApiVersions.some((served) => served.group === group) ? { type: 'group', group } : undefined;
  }
  const served = metricsApiVersions.find(
    (candidate) => candidate.group === group && candidate.version === version,
  );
  if (!served) return undefined;
  if (rest.length === 0) return { type: 'resources', served };
  return rest[0] === 'namespaces' ? parseNamespaced(served, rest.slice(1), url.searchParams) : undefined;
}

function parseNamespaced(
  { group, version }: MetricsApiVersion,
  [namespace, resource, name, metric, ...rest]: readonly string[],
  parameters: URLSearchParams,
): MetricsRoute | undefined {
  if (namespace === undefined || resource === undefined || rest.length > 0) return undefined;
  const labelSelector = parameters.get('labelSelector') ?? '';
  if (group === 'external.metrics.k8s.io') {
    return name === undefined ? { type: 'external', namespace, metric: resource, labelSelector } : undefined;
  }
  if (group === 'metrics.k8s.io') {
    return resource === 'pods' && name === undefined
      ? { type: 'podUsage', namespace, labelSelector }
      : undefined;
  }
  if (name === undefined || metric === undefined) return undefined;
  if (resource === 'pods') return { type: 'podMetric', version, namespace, pod: name, metric, labelSelector };
  return { type: 'objectMetric', version, namespace, resource, name, metric };
}
