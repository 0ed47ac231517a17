import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { SourceCallOptions } from './metrics-source.ts';

export interface ApplyOptions extends SourceCallOptions {
  /** Who owns the applied fields afterwards, in `metadata.managedFields`. */
  readonly fieldManager: string;
  /** Everything is checked and answered as if it had been done, and nothing is stored. */
  readonly dryRun?: boolean;
  /** Takes over fields that another manager owns. */
  readonly force?: boolean;
}

/** A field that another manager set to another value. */
export interface FieldConflict {
  /** As `managedFields` names it: `kubectl-client-side-apply`, `helm`, `argocd-controller`. */
  readonly manager: string;
  /** `.spec.template.spec.containers[name="app"].resources.requests.cpu` */
  readonly field: string;
}

export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly object: KubernetesObject }
  /** Nothing was stored. */
  | { readonly kind: 'conflict'; readonly conflicts: readonly FieldConflict[] };

/** What one container of a running pod is to have, as quantities; a resource that is not named stays as it is. */
export interface ContainerResize {
  readonly name: string;
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/**
 * Where objects of a cluster are changed. Throws {@link SourceError}: `forbidden` names the missing verb and resource, `not-found` a
 * kind that the cluster does not serve or an object that is gone, `bad-query` gives the API server's reason for a refusal.
 */
export interface ClusterWriter {
  /** For people: `context prod-eu`. */
  readonly description: string;
  /**
   * Server-side apply: creates the object, or sets exactly the fields that it names and leaves all others alone. Applying the same
   * twice is the same as once.
   */
  apply(object: KubernetesObject, options: ApplyOptions): Promise<ApplyOutcome>;
  /** Whether pods have the subresource `resize` (on by default since Kubernetes 1.33). */
  canResizePods(options?: SourceCallOptions): Promise<boolean>;
  /** Changes CPU and memory of a running pod through its subresource `resize`, without making a new pod. */
  resizePod(
    pod: { readonly namespace: string; readonly name: string },
    containers: readonly ContainerResize[],
    options: ApplyOptions,
  ): Promise<KubernetesObject>;
}
