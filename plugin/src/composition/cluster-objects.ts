import type { ClusterObjects } from '@kubectl-autoscale/core/lint';
import { openRecording } from '@kubectl-autoscale/core/sources/recording';

/** The cluster's objects of a recording, for rules that compare manifests with what runs. */
export async function openClusterObjects(folder: string): Promise<ClusterObjects> {
  const { cluster, objects } = await openRecording(folder);
  return { description: cluster.description, objects };
}
