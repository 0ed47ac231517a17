import { podDisruptionBudget } from '../apis/kinds.ts';
import { pdbSelects, pdbView } from '../apis/pdb.ts';
import type { PodTemplateView } from '../apis/pod-template.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { Workspace } from './workspace.ts';

/** Whether some PodDisruptionBudget of the workload's namespace, in the workspace or the cluster, selects its pods. */
export function hasDisruptionBudget(
  { namespace }: Resource,
  { labels }: PodTemplateView,
  workspace: Workspace,
): boolean {
  return workspace.objectsOf(podDisruptionBudget).some((object) => {
    const view = pdbView(object);
    const other = object.metadata.namespace;
    const isElsewhere = namespace !== undefined && other !== undefined && other !== namespace;
    return view !== undefined && !isElsewhere && pdbSelects(view, labels);
  });
}
