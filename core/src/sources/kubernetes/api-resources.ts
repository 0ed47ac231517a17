import type { GroupKind } from '../../manifest/kubernetes-object.ts';
import type { ApiClient, JsonObject } from './api-client.ts';

/** Where the objects of a kind are served. */
export interface ApiResource {
  /** `/api/v1` or `/apis/apps/v1`. */
  readonly root: string;
  readonly apiVersion: string;
  /** `deployments` */
  readonly plural: string;
  /** As RBAC names it: `deployments.apps`. */
  readonly qualifiedName: string;
  readonly namespaced: boolean;
}

export interface ApiResources {
  /** In the group's preferred version, else in another one that has the kind; `undefined` where it is not served. */
  find(kind: GroupKind): Promise<ApiResource | undefined>;
  /** Whether a kind has a subresource: `resize`. */
  hasSubresource(resource: ApiResource, name: string): Promise<boolean>;
}

/** Asks the discovery API once for each group and version that is needed, and remembers what it said. */
export function createApiResources(client: ApiClient): ApiResources {
  const answers = new Map<string, Promise<JsonObject | undefined>>();
  const read = (path: string): Promise<JsonObject | undefined> => {
    const known = answers.get(path);
    if (known) return known;
    const request = { verb: 'get', resource: path, namespaced: false } as const;
    const answer = client.get(path, request, { tolerated: [404] });
    answers.set(path, answer);
    // A passing failure is not remembered.
    answer.catch(() => answers.delete(path));
    return answer;
  };

  const groupVersions = async (group: string): Promise<readonly string[]> => {
    if (group === '') return ['v1'];
    const answer = await read(`/apis/${encodeURIComponent(group)}`);
    const { preferredVersion, versions = [] } = (answer ?? {}) as GroupAnswer;
    const all = [preferredVersion, ...versions].flatMap((each) => each?.groupVersion ?? []);
    return [...new Set(all)];
  };

  return {
    find: async ({ group, kind }) => {
      for (const apiVersion of await groupVersions(group)) {
        const root = group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
        const { resources = [] } = ((await read(root)) ?? {}) as VersionAnswer;
        // A name with a slash is a subresource, which may have the kind of another resource (`scale`).
        const found = resources.find((each) => each.kind === kind && !each.name.includes('/'));
        if (found) {
          const qualifiedName = group === '' ? found.name : `${found.name}.${group}`;
          return { root, apiVersion, plural: found.name, qualifiedName, namespaced: found.namespaced };
        }
      }
      return undefined;
    },
    hasSubresource: async ({ root, plural }, name) => {
      const { resources = [] } = ((await read(root)) ?? {}) as VersionAnswer;
      return resources.some((each) => each.name === `${plural}/${name}`);
    },
  };
}

interface GroupAnswer {
  readonly preferredVersion?: { readonly groupVersion?: string };
  readonly versions?: readonly { readonly groupVersion?: string }[];
}

interface VersionAnswer {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}
