import type { KubernetesApi } from '../../ports/index.ts';
import { SourceError } from '../../ports/index.ts';
import type { ServedResource } from '../rules/resource-mapper.ts';
import type { ClusterObjects, LabelledObject } from '../serving/object-names.ts';

const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** Groups that metrics servers make up themselves: their resources are metrics, not objects. */
const metricGroups = new Set(['custom.metrics.k8s.io', 'external.metrics.k8s.io', 'metrics.k8s.io']);

/** Reads which resources there are, and names and labels of objects, from an API server. */
export function createClusterObjects(api: KubernetesApi): ClusterObjects {
  return {
    servedResources: async () => {
      const { groups = [] } = (await api.get('/apis')) as GroupList;
      const named = groups.filter(({ name }) => !metricGroups.has(name));
      const lists = await Promise.all([
        readVersion(api, '', 'v1', '/api/v1'),
        ...named.map(({ name, preferredVersion: { version, groupVersion } }) =>
          readVersion(api, name, version, `/apis/${groupVersion}`).catch(skipUnavailable),
        ),
      ]);
      return lists.flat();
    },
    list: async (resource, namespace, fieldSelector) => {
      const fields = fieldSelector === undefined ? '' : `&fieldSelector=${encodeURIComponent(fieldSelector)}`;
      const path = `${collectionPath(resource, namespace)}?resourceVersion=0${fields}`;
      const { items } = (await api.get(path, { accept: metadataOnly })) as ObjectList;
      return (items ?? []).map(({ metadata }) => labelledObject(metadata));
    },
  };
}

interface GroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly preferredVersion: { readonly groupVersion: string; readonly version: string };
  }[];
}

interface ResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly singularName?: string;
    readonly namespaced: boolean;
    readonly kind: string;
  }[];
}

interface ObjectList {
  /** Written as `null` where there are none. */
  readonly items?: readonly ListedObject[] | null;
}

interface ListedObject {
  readonly metadata: ListedMetadata;
}

interface ListedMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly controller?: boolean;
  }[];
}

function labelledObject(listed: ListedMetadata): LabelledObject {
  const { name, namespace, labels = {}, ownerReferences = [] } = listed;
  const owner = ownerReferences.find(({ controller }) => controller === true);
  return {
    name,
    labels,
    ...(namespace !== undefined && { namespace }),
    ...(owner && { owner: { kind: owner.kind, name: owner.name } }),
  };
}

async function readVersion(
  api: KubernetesApi,
  group: string,
  version: string,
  path: string,
): Promise<readonly ServedResource[]> {
  const { resources = [] } = (await api.get(path)) as ResourceList;
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, singularName = '', namespaced, kind }) => ({
      group,
      version,
      resource: name,
      singular: singularName === '' ? kind.toLowerCase() : singularName,
      kind,
      namespaced,
    }));
}

/** An aggregated API whose server is away hides its own resources only. */
function skipUnavailable(error: unknown): readonly ServedResource[] {
  if (error instanceof SourceError) return [];
  throw error;
}

function collectionPath({ group, version, resource }: ServedResource, namespace: string | undefined): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${place}/${resource}`;
}
