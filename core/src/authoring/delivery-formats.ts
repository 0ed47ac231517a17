import type { WorkloadView } from '../apis/workload.ts';
import { toYaml } from '../manifest/plain-yaml.ts';
import { type ContainerChange, resourceTexts, templatePatch } from './container-change.ts';

/** A workload with its new resources, as the other formats take it. */
export interface WorkloadChange {
  readonly workload: WorkloadView;
  readonly changes: readonly ContainerChange[];
}

/**
 * Values for a Helm chart, one document a workload. Charts differ in where they keep resources; most have `resources` for a single container and
 * a key a container otherwise, and a comment says which container is meant.
 */
export function helmValues(all: readonly WorkloadChange[]): string {
  return all
    .map(({ workload, changes }) => {
      const heading = `# ${nameOf(workload)}: put under the key that your chart reads\n`;
      const [only, ...others] = changes;
      if (only === undefined) return '';
      if (others.length === 0) {
        return `${heading}# container ${only.container}\n${toYaml({ resources: resourceTexts(only) })}`;
      }
      const byContainer = changes.map(
        (change) => [change.container, { resources: resourceTexts(change) }] as const,
      );
      return heading + toYaml(Object.fromEntries(byContainer));
    })
    .filter((text) => text !== '')
    .join('---\n');
}

/**
 * Strategic merge patches, to be named under `patches:` of a kustomization. No namespace is written: it would have to be in the base in the same
 * words, and most bases leave it to the kustomization. A single patch is given a target, which finds the base either way.
 */
export function kustomizePatches(all: readonly WorkloadChange[]): string {
  const changed = all.filter(({ changes }) => changes.length > 0);
  const documents = changed.map(({ workload, changes }) => {
    const { apiVersion, kind, metadata, ...fields } = templatePatch(workload, changes);
    return toYaml({ apiVersion, kind, metadata: { name: metadata.name }, ...fields });
  });
  const [only, ...others] = changed;
  const heading =
    only !== undefined && others.length === 0
      ? `# kustomization.yaml:  patches: [{ path: rightsize.yaml, target: { kind: ${only.workload.kind}, name: ${only.workload.metadata.name ?? ''} } }]\n`
      : '# kustomization.yaml:  patches: [{ path: rightsize.yaml }]\n# Where the base itself names a namespace, put it under each metadata.\n';
  return heading + documents.join('---\n');
}

function nameOf({ kind, metadata }: WorkloadView): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name ?? ''}`;
}
