import { dropUndefined } from './drop-undefined.ts';
import { integerAt, itemsAt, stringAt } from './field-values.ts';

/** Name and key under which Cluster Autoscaler writes how its groups are (clusterstate/utils/status.go, 1.36). */
export const clusterAutoscalerStatusConfigMap = { name: 'cluster-autoscaler-status', key: 'status' } as const;

/** A node group as Cluster Autoscaler sees it. */
export interface NodeGroupStatus {
  /** The cloud's id of the group: `eks-gpu-spot-0ac1…`, a URL on GKE. */
  readonly name: string;
  readonly minSize?: number;
  readonly maxSize?: number;
  /** How many nodes the cloud was asked for. */
  readonly targetSize?: number;
  readonly unhealthy: boolean;
  /** Why the group may not grow for a while; absent where it may. */
  readonly backoff?: string;
}

/**
 * The groups of the status, once its YAML is parsed. Releases before 1.30 write prose, of which nothing is read: the list is
 * empty then, as for anything that is no status.
 */
export function readNodeGroupStatuses(parsed: unknown): readonly NodeGroupStatus[] {
  return itemsAt(parsed, 'nodeGroups').flatMap((entry) => {
    const name = stringAt(entry, 'name');
    if (name === undefined) return [];
    const inBackoff = stringAt(entry, 'scaleUp', 'status') === 'Backoff';
    const why = stringAt(entry, 'scaleUp', 'backoffInfo', 'errorMessage');
    return [
      dropUndefined({
        name,
        minSize: integerAt(entry, 'health', 'minSize'),
        maxSize: integerAt(entry, 'health', 'maxSize'),
        targetSize: integerAt(entry, 'health', 'cloudProviderTarget'),
        unhealthy: stringAt(entry, 'health', 'status') === 'Unhealthy',
        backoff: inBackoff ? (why ?? 'a scale-up failed') : undefined,
      }),
    ];
  });
}
