import type { LabelRequirement } from '../rules/label-requirements.ts';
import type { ServedResource } from '../rules/resource-mapper.ts';

/** An object as far as selectors look at it. */
export interface LabelledObject {
  readonly name: string;
  /** Absent outside namespaces. */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The controller that made it, if any. */
  readonly owner?: { readonly kind: string; readonly name: string };
}

/** What the cluster serves and holds. Throws {@link SourceError}. */
export interface ClusterObjects {
  /** In the order of discovery, the core group first, each group in its preferred version. */
  servedResources(): Promise<readonly ServedResource[]>;
  /** All objects of a resource in a namespace; without one in all of them, or outside. */
  list(
    resource: ServedResource,
    namespace: string | undefined,
    fieldSelector?: string,
  ): Promise<readonly LabelledObject[]>;
}

/** What `*` with a label selector, or a name, asks for. */
export type ObjectChoice = { readonly name: string } | { readonly selector: readonly LabelRequirement[] };
