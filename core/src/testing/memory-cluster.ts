import { type GroupKind, groupOf, type KubernetesObject } from '../manifest/kubernetes-object.ts';
import {
  type ClusterSource,
  type KubernetesVersion,
  labelSelectorPredicate,
  SourceError,
} from '../ports/index.ts';

export interface MemoryClusterOptions {
  readonly description?: string;
  readonly defaultNamespace?: string;
  readonly version?: KubernetesVersion;
  /** Kinds that the user may not read: asking for one throws `forbidden`. */
  readonly forbidden?: readonly GroupKind[];
}

/**
 * A cluster that holds the given objects and answers as an API server does: by group and kind, namespace and label selector;
 * a kind without objects is one that is not served.
 */
export function memoryCluster(
  objects: readonly KubernetesObject[],
  options: MemoryClusterOptions = {},
): ClusterSource {
  const {
    description = 'cluster in memory',
    defaultNamespace = 'default',
    version = { gitVersion: 'v1.34.0', major: 1, minor: 34 },
    forbidden = [],
  } = options;
  const ofKind = ({ group, kind }: GroupKind, verb: string): readonly KubernetesObject[] => {
    if (forbidden.some((each) => each.group === group && each.kind === kind)) {
      const message = `User "test" may not ${verb} ${kind}`;
      throw new SourceError({ code: 'forbidden', source: description, message });
    }
    return objects.filter((object) => object.kind === kind && groupOf(object.apiVersion) === group);
  };
  const isIn = ({ metadata }: KubernetesObject, namespace: string | undefined): boolean =>
    namespace === undefined || metadata.namespace === undefined || metadata.namespace === namespace;
  return {
    description,
    defaultNamespace,
    version: () => Promise.resolve(version),
    list: async (query) => {
      const selected = labelSelectorPredicate(query.labelSelector ?? '');
      return Promise.resolve(
        ofKind(query, 'list').filter(
          (object) => isIn(object, query.namespace) && selected(object.metadata.labels),
        ),
      );
    },
    get: async (query) => {
      const { namespace = defaultNamespace, name } = query;
      return Promise.resolve(
        ofKind(query, 'get').find((object) => object.metadata.name === name && isIn(object, namespace)),
      );
    },
  };
}
