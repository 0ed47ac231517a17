import type { WorkloadView } from '../apis/workload.ts';
import { toYaml } from '../manifest/plain-yaml.ts';
import { type ContainerChange, resourceTexts, templatePatch } from './container-change.ts';

/** A workload with its new resources, as the other formats take it. */
export interface WorkloadChange {
  readonly workload: WorkloadView;
  readonly changes: readonly ContainerChange[];
  /** Utilization targets that have to move with the requests. */
  readonly hpaTargets?: readonly HpaTargetChange[];
}

/** A utilization target that is relative to a request which changes. */
export interface HpaTargetChange {
  readonly hpa: string;
  readonly metricIndex: number;
  /** Of a ContainerResource metric. */
  readonly container?: string;
  readonly newAverageUtilization: number;
  /** For people: from what to what, and what happens if it stays. */
  readonly text: string;
}

/**
 * Values for a Helm chart, one document a workload. Charts differ in where they keep resources; most have `resources` for a single container and
 * a key a container otherwise, and a comment says which container is meant.
 */
export function helmValues(all: readonly WorkloadChange[]): string {
  return all
    .map(({ workload, changes, hpaTargets = [] }) => {
      const targets = hpaTargets.map(({ text }) => `# ${text}: change it along\n`);
      const heading = `# ${nameOf(workload)}: put under the key that your chart reads\n${targets.join('')}`;
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
 * Strategic merge patches, under a comment that says how a kustomization names them. No namespace is written: it would have to be in the base in the
 * same words, and most bases leave it to the kustomization. A single patch is given a target, which finds the base either way. Targets of HPAs
 * are JSON patches in the kustomization itself, since a list of metrics can only be merged whole.
 */
export function kustomizePatches(all: readonly WorkloadChange[]): string {
  const changed = all.filter(({ changes }) => changes.length > 0);
  const documents = changed.map(({ workload, changes }) => {
    const { apiVersion, kind, metadata, ...fields } = templatePatch(workload, changes);
    return toYaml({ apiVersion, kind, metadata: { name: metadata.name }, ...fields });
  });
  if (changed.length === 0) return '# nothing to change\n';
  const [only, ...others] = changed;
  const isOne = only !== undefined && others.length === 0;
  const target = isOne
    ? `, target: { kind: ${only.workload.kind}, name: ${only.workload.metadata.name ?? ''} }`
    : '';
  const heading = [
    'kustomization.yaml:',
    ...(isOne ? [] : ['(where the base itself names a namespace, put it under each metadata)']),
    'patches:',
    `  - { path: rightsize.yaml${target} }`,
    ...changed.flatMap(({ hpaTargets = [] }) => hpaTargets.flatMap(hpaTargetPatch)),
  ];
  return heading.map((line) => `# ${line}\n`).join('') + documents.join('---\n');
}

function hpaTargetPatch({
  hpa,
  metricIndex,
  container,
  newAverageUtilization,
  text,
}: HpaTargetChange): readonly string[] {
  const source = container === undefined ? 'resource' : 'containerResource';
  const path = `/spec/metrics/${metricIndex}/${source}/target/averageUtilization`;
  const operation = JSON.stringify([{ op: 'replace', path, value: newAverageUtilization }]);
  return [
    `  # ${text}`,
    `  - { target: { kind: HorizontalPodAutoscaler, name: ${hpa} }, patch: '${operation}' }`,
  ];
}

function nameOf({ kind, metadata }: WorkloadView): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name ?? ''}`;
}
