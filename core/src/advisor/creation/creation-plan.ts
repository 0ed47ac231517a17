import type { LintResult } from '../../lint/index.ts';
import type { KubernetesObject, SourceFile } from '../../manifest/index.ts';

/** Something that stands between an object and its purpose. */
export interface CreationProblem {
  /** An `error` makes the object useless or harmful; it is not applied. A `warning` is told. */
  readonly severity: 'error' | 'warning';
  /** One sentence: what is wrong, and where. */
  readonly message: string;
  /** What to do, most likely remedy first. */
  readonly suggestions: readonly string[];
}

/** An autoscaler that is to be made, with the reasons for what is in it and what was found against it. */
export interface CreationPlan {
  readonly object: KubernetesObject;
  /** The object as a manifest, the basis in comments above it. */
  readonly manifest: string;
  /** One sentence each: what was looked at, measured or assumed. */
  readonly basis: readonly string[];
  readonly problems: readonly CreationProblem[];
  /** What our linter says of it beside the objects of its namespace. */
  readonly lint: LintResult;
  /** The texts that findings point into. */
  readonly files: ReadonlyMap<string, SourceFile>;
}
