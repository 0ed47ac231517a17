import { itemsAt, stringAt, stringMapAt, valueAt } from '../../apis/field-values.ts';
import type { KubernetesApi } from '../../ports/kubernetes-api.ts';
import type { ListedMetric, MetricsApis, ServedValue } from '../../ports/metrics-apis.ts';
import type { SourceCallOptions } from '../../ports/metrics-source.ts';
import { SourceError } from '../../ports/source-error.ts';
import { parseQuantity } from '../../units/index.ts';

const CUSTOM = 'custom.metrics.k8s.io';
const EXTERNAL = 'external.metrics.k8s.io';

/** The metrics APIs of a cluster in the versions that it prefers, which are those that its HPA controller asks. */
export function createMetricsApis(api: KubernetesApi): MetricsApis {
  const roots = new Map<string, Promise<string | undefined>>();
  const rootOf = (group: string, options: SourceCallOptions | undefined): Promise<string | undefined> => {
    const known = roots.get(group) ?? preferredRoot(api, group, options);
    roots.set(group, known);
    known.catch(() => roots.delete(group));
    return known;
  };
  const namesOf = async (
    group: string,
    options: SourceCallOptions | undefined,
  ): Promise<readonly string[] | undefined> => {
    const root = await rootOf(group, options);
    const answer = root && (await unlessNotFound(api.get(root, options)));
    return answer === undefined || answer === ''
      ? undefined
      : itemsAt(answer, 'resources').flatMap((entry) => stringAt(entry, 'name') ?? []);
  };
  const valuesAt = async (
    group: string,
    path: string,
    parameters: Readonly<Record<string, string | undefined>>,
    options: SourceCallOptions | undefined,
  ): Promise<readonly ServedValue[] | undefined> => {
    const root = await rootOf(group, options);
    if (root === undefined) return undefined;
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, value);
    const query = search.size === 0 ? '' : `?${search.toString()}`;
    const answer = await unlessNotFound(api.get(`${root}/${path}${query}`, options));
    return answer === undefined ? undefined : itemsAt(answer, 'items').flatMap(servedValue);
  };
  return {
    description: api.description,
    customMetrics: async (options) => (await namesOf(CUSTOM, options))?.flatMap(listedMetric),
    externalMetrics: (options) => namesOf(EXTERNAL, options),
    servesResources: async (options) => (await namesOf('metrics.k8s.io', options))?.includes('pods') ?? false,
    customValues: ({ namespace, resource, metric, name, labelSelector, metricSelector }, options) => {
      const within = `namespaces/${encodeURIComponent(namespace)}`;
      // The namespace's own metrics stand where an object's name would.
      const path =
        resource === 'namespaces'
          ? `${within}/metrics/${encodeURIComponent(metric)}`
          : `${within}/${resource}/${name === undefined ? '*' : encodeURIComponent(name)}/${encodeURIComponent(metric)}`;
      return valuesAt(CUSTOM, path, { labelSelector, metricLabelSelector: metricSelector }, options);
    },
    externalValues: ({ namespace, metric, metricSelector }, options) =>
      valuesAt(
        EXTERNAL,
        `namespaces/${encodeURIComponent(namespace)}/${encodeURIComponent(metric)}`,
        { labelSelector: metricSelector },
        options,
      ),
  };
}

async function preferredRoot(
  api: KubernetesApi,
  group: string,
  options: SourceCallOptions | undefined,
): Promise<string | undefined> {
  const answer = await unlessNotFound(api.get(`/apis/${group}`, options));
  const version = stringAt(answer, 'preferredVersion', 'groupVersion');
  return version === undefined ? undefined : `/apis/${version}`;
}

/** `pods/http_requests`; a name without a slash is one of the server's own resources. */
function listedMetric(text: string): readonly ListedMetric[] {
  const slash = text.indexOf('/');
  return slash === -1 ? [] : [{ resource: text.slice(0, slash), name: text.slice(slash + 1) }];
}

function servedValue(item: unknown): readonly ServedValue[] {
  const value = parseQuantity(stringAt(item, 'value') ?? '');
  const timestampMs = Date.parse(stringAt(item, 'timestamp') ?? '');
  if (!value.ok || Number.isNaN(timestampMs)) return [];
  const kind = stringAt(item, 'describedObject', 'kind');
  const name = stringAt(item, 'describedObject', 'name');
  return [
    {
      ...(kind === undefined || name === undefined ? {} : { object: { kind, name } }),
      labels: valueAt(item, 'metricLabels') === undefined ? {} : stringMapAt(item, 'metricLabels'),
      value: value.value,
      timestampMs,
    },
  ];
}

async function unlessNotFound(answer: Promise<unknown>): Promise<unknown> {
  return answer.catch((error: unknown) => {
    if (error instanceof SourceError && error.code === 'not-found') return undefined;
    throw error;
  });
}
