/** One case of a vector file. The kind says what `input` and `expected` (or the fields beside them) mean. */
export interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Runs one vector. The answer lists what is wrong, one sentence each; it is empty when the vector holds. */
export type KindHandler = (vector: Vector) => readonly string[];

/** What any vector may say of itself beside its case: which one it is, whose, and why. */
export const SAYS_WHAT_IT_IS =
  /^(id|kind|kubernetesMinor|notes?|what|name|title|comment|description|test|verified|upstream_.*|source.*|expected.*)$/;
