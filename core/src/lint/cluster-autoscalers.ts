import { clusterAutoscalersOf, type ClusterAutoscalerView } from '../apis/cluster-autoscaler.ts';
import { lastFlag } from '../apis/command-line-flag.ts';
import { deployment } from '../apis/kinds.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { Workspace } from './workspace.ts';

/** A Cluster Autoscaler of the workspace. */
export interface FoundClusterAutoscaler {
  readonly resource: Resource;
  readonly view: ClusterAutoscalerView;
}

export function findClusterAutoscalers(workspace: Workspace): readonly FoundClusterAutoscaler[] {
  return workspace.index
    .grouped(deployment, clusterAutoscalerMention, 'mentioned')
    .flatMap((resource) => clusterAutoscalersIn(resource).map((view) => ({ resource, view })));
}

/** The Cluster Autoscaler containers of a workload. Most documents do not even mention it, and are not read for it. */
export function clusterAutoscalersIn(resource: Resource): readonly ClusterAutoscalerView[] {
  return clusterAutoscalerMention(resource) === '' ? [] : clusterAutoscalersOf(resource.object);
}

function clusterAutoscalerMention(resource: Resource): string {
  return resource.mentions('cluster-autoscaler') ? 'mentioned' : '';
}

/** The default of `--expendable-pods-priority-cutoff`. */
const defaultCutoff = -10;

/** The lowest cutoff of the workspace's Cluster Autoscalers; the default where none sets it. */
export function expendableCutoffOf(workspace: Workspace): number {
  const written = findClusterAutoscalers(workspace).map(({ view }) =>
    Number(lastFlag(view.flags, 'expendable-pods-priority-cutoff')?.value ?? defaultCutoff),
  );
  return Math.min(defaultCutoff, ...written.filter(Number.isInteger));
}
