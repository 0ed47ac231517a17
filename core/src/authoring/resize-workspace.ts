import { hpaView } from '../apis/hpa.ts';
import { horizontalPodAutoscaler } from '../apis/kinds.ts';
import type { Resource, SourceFile } from '../manifest/source-file.ts';
import type { WorkspaceIndex } from '../manifest/workspace-index.ts';
import type { AuthoringTarget } from './autoscaler-objects.ts';
import type { UtilizationChange } from './hpa-metrics-patch.ts';
import {
  type ManifestRefusal,
  type ManifestRequest,
  resizeManifest,
  retargetManifest,
} from './resize-manifest.ts';

/** A workload to be resized in its manifests, with the targets of the HPAs that depend on its requests. */
export interface WorkspaceChange {
  readonly workload: Pick<AuthoringTarget, 'kind' | 'namespace' | 'name'> & { readonly group: string };
  readonly requests: readonly ManifestRequest[];
  readonly hpaTargets: readonly (UtilizationChange & { readonly hpa: string })[];
}

export interface WorkspaceResizing {
  /** Only those that change. */
  readonly files: readonly { readonly before: SourceFile; readonly after: SourceFile }[];
  readonly refusals: readonly ManifestRefusal[];
  /** Workloads without a manifest among the files. */
  readonly missing: readonly WorkspaceChange['workload'][];
}

/** Writes changes into the manifests that declare the workloads; one that is declared twice is changed in both places. */
export function resizeWorkspace(
  index: WorkspaceIndex,
  changes: readonly WorkspaceChange[],
): WorkspaceResizing {
  let current = index;
  const refusals: ManifestRefusal[] = [];
  const missing: WorkspaceChange['workload'][] = [];
  const take = (
    count: (of: WorkspaceIndex) => readonly Resource[],
    edit: (resource: Resource) => ReturnType<typeof resizeManifest>,
  ): void => {
    for (const at of count(current).keys()) {
      // Found anew: the edit before this one made another index.
      const resource = count(current)[at];
      const result = resource && edit(resource);
      if (result === undefined) continue;
      if (result.ok) current = current.with(result.value);
      else refusals.push(result.error);
    }
  };
  for (const { workload, requests, hpaTargets } of changes) {
    const { group, kind, namespace, name } = workload;
    const declared = (of: WorkspaceIndex) => of.find({ group, kind }, namespace, name);
    if (declared(current).length === 0) missing.push(workload);
    take(declared, (resource) => resizeManifest(resource, requests));
    for (const target of hpaTargets) {
      take(
        (of) =>
          of.find(horizontalPodAutoscaler, namespace, target.hpa).filter((each) => hasMetric(each, target)),
        (resource) => retargetManifest(resource, [target]),
      );
    }
  }
  const files = [...current.files.values()].flatMap((after) => {
    const before = index.files.get(after.path);
    return before === undefined || before.text === after.text ? [] : [{ before, after }];
  });
  return { files, refusals, missing };
}

/** A manifest that is older or newer than the cluster may list other metrics: only the same one is changed. */
function hasMetric(resource: Resource, { metricIndex }: UtilizationChange): boolean {
  return resource.derive(hpaView)?.metrics[metricIndex]?.target.averageUtilization !== undefined;
}
