import { type GroupKind, groupOf, type KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { ClusterSource } from './cluster-source.ts';
import { labelSelectorPredicate } from './label-selector.ts';

/**
 * The cluster as it would be with `objects` applied: what a manifest says stands in the place of the object of the same group, kind, namespace and
 * name, and what the cluster does not have comes after its own. Of the cluster's object stays what controllers write: `status`, the metadata that
 * the manifest does not set, and `spec.replicas` where the manifest leaves them to an autoscaler. Pods are those that run, of the old template.
 *
 * Of two with one name the last counts. An object without a namespace is of none (cluster-scoped): give the others theirs. `laidOver` says for people where the objects are from.
 */
export function overlaidCluster(
  cluster: ClusterSource,
  objects: readonly KubernetesObject[],
  laidOver: string,
): ClusterSource {
  const ofKind = ({ group, kind }: GroupKind): readonly KubernetesObject[] =>
    objects.filter((object) => object.kind === kind && groupOf(object.apiVersion) === group);
  return {
    description: `${cluster.description} with ${laidOver} laid over it`,
    defaultNamespace: cluster.defaultNamespace,
    version: (options) => cluster.version(options),
    get: async (query, options) => {
      const own = ofKind(query).findLast((object) => nameOf(object) === keyOf(query.namespace, query.name));
      const found = await cluster.get(query, options);
      return own === undefined ? found : applied(own, found);
    },
    list: async ({ labelSelector = '', ...query }, options) => {
      const own = ofKind(query).filter(
        ({ metadata: { namespace } }) => query.namespace === undefined || namespace === query.namespace,
      );
      if (own.length === 0) {
        return cluster.list({ ...query, ...(labelSelector && { labelSelector }) }, options);
      }
      // Whether an object has the labels is for the manifest to say: the cluster is asked for all of the kind.
      const found = await cluster.list(query, options);
      const laid = new Map(own.map((object) => [nameOf(object), object]));
      const there = new Set(found.map(nameOf));
      const selected = labelSelectorPredicate(labelSelector);
      return [
        ...found.map((object) => {
          const over = laid.get(nameOf(object));
          return over === undefined ? object : applied(over, object);
        }),
        ...[...laid].filter(([name]) => !there.has(name)).map(([, object]) => object),
      ].filter(({ metadata: { labels } }) => selected(labels));
    },
  };
}

function nameOf({ metadata: { namespace, name = '' } }: KubernetesObject): string {
  return keyOf(namespace, name);
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function applied(over: KubernetesObject, found: KubernetesObject | undefined): KubernetesObject {
  if (found === undefined) return over;
  const { spec } = over;
  const replicas = fieldOf(found.spec, 'replicas');
  return {
    ...over,
    metadata: { ...found.metadata, ...over.metadata },
    ...(typeof spec === 'object' &&
      spec !== null &&
      replicas !== undefined &&
      fieldOf(spec, 'replicas') === undefined && { spec: { ...spec, replicas } }),
    ...(found.status !== undefined && { status: found.status }),
  };
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[field]
    : undefined;
}
