import {
  configMap,
  deployment,
  limitRange,
  podDisruptionBudget,
  priorityClass,
  resourceQuota,
} from '../apis/kinds.ts';
import { type ClusterSource, type ListQuery, type SourceCallOptions, SourceError } from '../ports/index.ts';

/**
 * Lists what rules look up beside the workloads themselves: disruption budgets, priorities, limits, quotas, and Cluster
 * Autoscaler with its ConfigMap. Answers what could not be read, one sentence each; everything else that fails is thrown.
 */
export async function readSurroundingObjects(
  cluster: ClusterSource,
  namespace: string | undefined,
  options: SourceCallOptions,
): Promise<readonly string[]> {
  const within = namespace === undefined ? {} : { namespace };
  const queries: readonly ListQuery[] = [
    { ...podDisruptionBudget, ...within },
    { ...limitRange, ...within },
    { ...resourceQuota, ...within },
    priorityClass,
    { ...deployment, namespace: 'kube-system' },
    { ...configMap, namespace: 'kube-system' },
  ];
  const outcomes = await Promise.all(
    queries.map(async (query) => {
      try {
        await cluster.list(query, options);
        return [];
      } catch (error) {
        if (error instanceof SourceError && (error.code === 'forbidden' || error.code === 'bad-query')) {
          return [error.message];
        }
        throw error;
      }
    }),
  );
  return outcomes.flat();
}
