import type { KubernetesObject } from '../manifest/kubernetes-object.ts';

/** A cluster's objects, live or recorded, beside the manifests. */
export interface ClusterObjects {
  /** For people: `context prod-eu`, `recording examples/platform/recording`. */
  readonly description: string;
  readonly objects: readonly KubernetesObject[];
}
