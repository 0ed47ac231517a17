import { formatWorkloadRef, type WorkloadRef } from '../apis/workload-ref.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type ClusterSource, type SourceCallOptions, SourceError } from '../ports/index.ts';
import { nearest } from '../units/nearest.ts';

/** Throws {@link SourceError} `not-found` where it is not there, with the name that was likely meant. */
export async function getWorkload(
  cluster: ClusterSource,
  namespace: string,
  ref: WorkloadRef,
  options: SourceCallOptions,
): Promise<KubernetesObject> {
  const { group, kind, name } = ref;
  const object = await cluster.get({ group, kind, namespace, name }, options);
  if (object !== undefined) return object;
  const meant = nearest(name, await namesOf(cluster, { group, kind, namespace }, options));
  throw new SourceError({
    code: 'not-found',
    source: cluster.description,
    message: `there is no ${formatWorkloadRef(ref)} in namespace ${namespace} (${cluster.description})`,
    suggestions: [
      ...(meant === undefined ? [] : [`have meant ${formatWorkloadRef({ ...ref, name: meant })}`]),
      'name another namespace with -n, or leave the workload out to see all of this one',
    ],
  });
}

/** None where they may not be listed: then there is nothing to suggest. */
async function namesOf(
  cluster: ClusterSource,
  query: Parameters<ClusterSource['list']>[0],
  options: SourceCallOptions,
): Promise<readonly string[]> {
  try {
    const objects = await cluster.list(query, options);
    return objects.flatMap(({ metadata }) => metadata.name ?? []);
  } catch (error) {
    if (error instanceof SourceError) return [];
    throw error;
  }
}
