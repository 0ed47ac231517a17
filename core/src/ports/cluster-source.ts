import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { SourceCallOptions } from './metrics-source.ts';

export interface ListQuery extends GroupKind {
  /** Absent: all namespaces, or a cluster-scoped kind. */
  readonly namespace?: string;
  /** In Kubernetes' own syntax: `app=chat,tier in (a,b)`. */
  readonly labelSelector?: string;
}

export interface ObjectQuery extends GroupKind {
  readonly namespace?: string;
  readonly name: string;
}

/** `v1.36.2` as the API server reports it, with the numbers that version tables need. */
export interface KubernetesVersion {
  readonly gitVersion: string;
  readonly major: number;
  readonly minor: number;
}

/**
 * Where cluster objects come from: an API server, or a recording of one. Throws {@link SourceError}; `forbidden` names
 * the missing verb and resource. A kind that the cluster does not serve (no VPA CRD, say) gives an empty list.
 */
export interface ClusterSource {
  /** For people: `context prod-eu`, `recording examples/platform/recording`. */
  readonly description: string;
  /** The namespace meant when none is named: the kubeconfig context's, else `default`. */
  readonly defaultNamespace: string;
  version(options?: SourceCallOptions): Promise<KubernetesVersion>;
  list(query: ListQuery, options?: SourceCallOptions): Promise<readonly KubernetesObject[]>;
  /** `undefined` when there is no such object. */
  get(query: ObjectQuery, options?: SourceCallOptions): Promise<KubernetesObject | undefined>;
}
