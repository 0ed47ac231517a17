import { horizontalPodAutoscaler, isKind, scaledObject, verticalPodAutoscaler } from '../apis/kinds.ts';
import { podTemplatePath } from '../apis/workload.ts';
import type { GroupKind } from '../manifest/kubernetes-object.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { WorkspaceIndex } from '../manifest/workspace-index.ts';
import { rootOf } from './field.ts';

/** The kinds that say which files are patches. */
export const patchListings: readonly GroupKind[] = ['Kustomization', 'Component'].map((kind) => ({
  group: 'kustomize.config.k8s.io',
  kind,
}));

/** Paths of the files that the workspace's kustomizations list as patches. */
export function patchFilesOf(index: WorkspaceIndex): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const kustomization of patchListings.flatMap((kind) => index.ofKind(kind))) {
    for (const path of patchesOf(kustomization)) paths.add(resolvePath(kustomization.file.path, path));
  }
  return paths;
}

function patchesOf(kustomization: Resource): readonly string[] {
  const root = rootOf(kustomization);
  const listed = root.get('patchesStrategicMerge').items.map((item) => item.string);
  const described = ['patches', 'patchesJson6902'].flatMap((key) =>
    root.get(key).items.map((item) => item.get('path').string),
  );
  return [...listed, ...described].filter((path) => path !== undefined);
}

/**
 * Whether an object is a part only, to be laid over another (a kustomize patch), so that its missing fields say nothing: it has a `$patch`
 * directive, or lacks what no whole object can lack, an image in every container, the target of an autoscaler.
 */
export function lacksEssentials(resource: Resource): boolean {
  const root = rootOf(resource);
  if (root.get('$patch').exists) return true;
  if (isKind(resource, horizontalPodAutoscaler) || isKind(resource, scaledObject)) {
    return !root.get('spec', 'scaleTargetRef').exists;
  }
  if (isKind(resource, verticalPodAutoscaler)) return !root.get('spec').exists;
  const pod = podTemplatePath(resource);
  if (!pod) return false;
  const containers = root.get(...pod, 'spec', 'containers').items;
  return containers.length === 0 || containers.some((container) => !container.get('image').exists);
}

function resolvePath(from: string, relative: string): string {
  const segments = from.split('/').slice(0, -1);
  for (const segment of relative.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}
