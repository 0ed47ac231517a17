import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { ClusterSource, KubernetesVersion, ListQuery } from '../../ports/cluster-source.ts';
import type { SourceCallOptions } from '../../ports/metrics-source.ts';
import { type ApiClient, createApiClient, type JsonObject } from './api-client.ts';
import { type ApiResource, createApiResources } from './api-resources.ts';
import type { ApiServer } from './api-server.ts';
import { apiRequest, collectionPath } from './object-path.ts';
import { tidy } from './tidy-object.ts';

/** Objects in one answer, as kubectl asks for them. */
const pageSize = 500;

/**
 * The objects of a live cluster, read only, in whatever version the server prefers. `managedFields` and kubectl's copy of
 * the last applied manifest are left out: they repeat the object.
 */
export function createKubernetesSource(server: ApiServer): ClusterSource {
  const client = createApiClient(server);
  const resources = createApiResources(client);
  return {
    description: server.name,
    defaultNamespace: server.namespace,
    version: async (options) => {
      const request = { verb: 'get', resource: '/version', namespaced: false } as const;
      return parseVersion((await client.get('/version', request, options)) ?? {});
    },
    list: async (query, options) => {
      const resource = await resources.find(query);
      return resource ? listAll(client, resource, query, options) : [];
    },
    get: async ({ group, kind, namespace = server.namespace, name }, options) => {
      const resource = await resources.find({ group, kind });
      if (!resource) return undefined;
      const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
      const request = apiRequest('get', resource, namespace, name);
      const found = await client.get(path, request, { ...options, tolerated: [404] });
      return found && tidy(found as KubernetesObject);
    },
  };
}

interface ListAnswer {
  readonly kind?: string;
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly JsonObject[] | null;
}

/**
 * Page by page. When the server has forgotten the state that the pages come from (410 Gone, after about five minutes),
 * all is asked for again at once, as client-go's pager does.
 */
async function listAll(
  client: ApiClient,
  resource: ApiResource,
  query: ListQuery,
  options: SourceCallOptions | undefined,
): Promise<readonly KubernetesObject[]> {
  const { namespace, labelSelector } = query;
  const request = apiRequest('list', resource, namespace);
  const page = async (parameters: Record<string, string>): Promise<ListAnswer | undefined> => {
    const search = new URLSearchParams({
      ...parameters,
      ...(labelSelector !== undefined && { labelSelector }),
    });
    const path = `${collectionPath(resource, namespace)}?${search.toString()}`;
    // Not found: the kind went away since discovery.
    const tolerated = 'continue' in parameters ? [404, 410] : [404];
    return client.get(path, request, { ...options, tolerated });
  };

  const objects: KubernetesObject[] = [];
  let answer = await page({ limit: String(pageSize) });
  for (;;) {
    for (const item of answer?.items ?? []) objects.push(complete(item, resource, query.kind));
    const token = answer?.metadata?.continue;
    if (token === undefined || token === '') return objects;
    answer = await page({ limit: String(pageSize), continue: token });
    if (answer === undefined) {
      const all = await page({});
      return (all?.items ?? []).map((item) => complete(item, resource, query.kind));
    }
  }
}

/** Items of a built-in kind do not say what they are: their list does. */
function complete(item: JsonObject, { apiVersion }: ApiResource, kind: string): KubernetesObject {
  return tidy({ apiVersion, kind, ...item } as unknown as KubernetesObject);
}

/** Some providers write a minor version such as `34+`. */
function parseVersion({ gitVersion, major, minor }: JsonObject): KubernetesVersion {
  return {
    gitVersion: typeof gitVersion === 'string' ? gitVersion : 'unknown',
    major: Number.parseInt(String(major), 10) || 0,
    minor: Number.parseInt(String(minor), 10) || 0,
  };
}
