import { groupResourceText, type ServedResource } from '../rules/resource-mapper.ts';
import type { ApiGroup } from './api-groups.ts';

/** APIGroupList, for `/apis`. */
export function groupList(groups: readonly ApiGroup[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupFields) };
}

/** APIGroup, for `/apis/<group>`. */
export function groupDocument(group: ApiGroup): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupFields(group) };
}

function groupFields({ name, versions }: ApiGroup): object {
  const all = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: all, preferredVersion: all[0] };
}

/** A metric as discovery lists it. */
export interface ListedMetric {
  readonly metric: string;
  readonly resource: ServedResource;
  readonly namespaced: boolean;
}

/** APIResourceList of custom metrics: `pods/http_requests`, `ingresses.networking.k8s.io/errors`. */
export function customResourceList(groupVersion: string, metrics: readonly ListedMetric[]): object {
  const resources = metrics.map(({ metric, resource, namespaced }) =>
    resourceEntry(`${groupResourceText(resource)}/${metric}`, namespaced, 'MetricValueList', ['get']),
  );
  return resourceList(groupVersion, resources);
}

/** APIResourceList of external metrics. */
export function externalResourceList(groupVersion: string, metrics: readonly string[]): object {
  const resources = metrics.map((metric) => resourceEntry(metric, true, 'ExternalMetricValueList', ['get']));
  return resourceList(groupVersion, resources);
}

/** APIResourceList of metrics.k8s.io. */
export function usageResourceList(groupVersion: string): object {
  return resourceList(groupVersion, [
    resourceEntry('nodes', false, 'NodeMetrics', ['get', 'list']),
    resourceEntry('pods', true, 'PodMetrics', ['get', 'list']),
  ]);
}

interface ResourceEntry {
  readonly name: string;
}

function resourceEntry(
  name: string,
  namespaced: boolean,
  kind: string,
  verbs: readonly string[],
): ResourceEntry {
  return { name, singularName: '', namespaced, kind, verbs } as ResourceEntry;
}

/** Sorted, so that two replicas and two requests answer alike. */
function resourceList(groupVersion: string, resources: readonly ResourceEntry[]): object {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: sorted };
}
