import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import {
  type ClusterSource,
  type ListQuery,
  type SourceCallOptions,
  SourceError,
} from '../../ports/index.ts';

/**
 * What is listed, or nothing where the user may not read it or the recording was not asked for it; `loses` is then added to the
 * notes with the reason. Without `loses` nothing is said.
 */
export async function listUnlessRefused(
  cluster: ClusterSource,
  query: ListQuery,
  options: SourceCallOptions,
  notes: string[],
  loses?: string,
): Promise<readonly KubernetesObject[]> {
  try {
    return await cluster.list(query, options);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (loses !== undefined) notes.push(`${error.message}: ${loses}`);
    return [];
  }
}

/** Not the user's to read, or not in the recording: the rest can still be told. */
export function isRefusal(error: unknown): error is SourceError {
  return error instanceof SourceError && (error.code === 'forbidden' || error.code === 'bad-query');
}
