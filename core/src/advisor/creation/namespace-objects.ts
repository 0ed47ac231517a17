import {
  deployment,
  horizontalPodAutoscaler,
  limitRange,
  podDisruptionBudget,
  resourceQuota,
  scaledObject,
  statefulSet,
  verticalPodAutoscaler,
} from '../../apis/kinds.ts';
import type { WorkloadRef } from '../../apis/workload-ref.ts';
import type { GroupKind, KubernetesObject } from '../../manifest/index.ts';
import {
  type ClusterSource,
  type KubernetesVersion,
  type SourceCallOptions,
  SourceError,
} from '../../ports/index.ts';
import { getWorkload } from '../get-workload.ts';

/** What surrounds a new autoscaler in its namespace. */
export interface NamespaceObjects {
  readonly cluster: string;
  readonly version: KubernetesVersion;
  readonly target: KubernetesObject;
  readonly objects: readonly KubernetesObject[];
  /** Everything that rules look up could be listed: what is not there does not exist. */
  readonly isComplete: boolean;
  /** What could not be read, one sentence each. */
  readonly notes: readonly string[];
}

const service: GroupKind = { group: '', kind: 'Service' };

/** Kinds that a new autoscaler may clash with, or that its rules look up. */
const LOOKED_AT: readonly GroupKind[] = [
  deployment,
  statefulSet,
  horizontalPodAutoscaler,
  verticalPodAutoscaler,
  scaledObject,
  podDisruptionBudget,
  limitRange,
  resourceQuota,
  service,
];

/**
 * Reads the target and what is around it. Throws `SourceError` `not-found` where the target is not there; a kind that may not be listed
 * is left out and noted.
 */
export async function readNamespaceObjects(
  cluster: ClusterSource,
  namespace: string,
  ref: WorkloadRef,
  options: SourceCallOptions,
): Promise<NamespaceObjects> {
  const target = await getWorkload(cluster, namespace, ref, options);
  const unread: string[] = [];
  const [version, ...lists] = await Promise.all([
    cluster.version(options),
    ...LOOKED_AT.map(async (kind) =>
      cluster.list({ ...kind, namespace }, options).catch((error: unknown) => {
        // A recording has no answer about kinds that nobody asked for when it was made.
        if (!(error instanceof SourceError) || !/^(forbidden|bad-query)$/.test(error.code)) throw error;
        unread.push(`${kind.kind}s`);
        return [];
      }),
    ),
  ]);
  const notes =
    unread.length === 0 ? [] : [`not compared with ${unread.sort().join(', ')}: they cannot be listed`];
  const objects = lists.flat();
  const hasTarget = objects.some(
    ({ kind, metadata }) => kind === target.kind && metadata.name === target.metadata.name,
  );
  return {
    cluster: cluster.description,
    version,
    target,
    objects: hasTarget ? objects : [...objects, target],
    isComplete: unread.length === 0,
    notes,
  };
}
