import type { SizedWorkload } from '@kubectl-autoscale/core/advisor';
import { runningContainers, type WorkloadView, workloadView } from '@kubectl-autoscale/core/apis';
import { resizeWorkspace, type WorkspaceChange } from '@kubectl-autoscale/core/authoring';
import type { WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import { roundUpToReadable } from '@kubectl-autoscale/core/rightsizing';
import { compareQuantities, formatQuantity } from '@kubectl-autoscale/core/units';

/** What was written where, and what could not be: one line each. */
export interface ManifestWriting {
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly problems: readonly string[];
}

/** Finds the workloads' manifests and puts the recommended requests into their texts. Nothing is written to disk yet. */
export function writeIntoManifests(
  index: WorkspaceIndex,
  workloads: readonly SizedWorkload[],
  where: string,
): ManifestWriting {
  const { files, refusals, missing } = resizeWorkspace(index, workloads.map(workspaceChange));
  const templates = [...index.files.values()].filter(({ kind }) => kind === 'template');
  return {
    files: files.map(({ before, after }) => ({ path: after.path, before: before.text, after: after.text })),
    problems: [
      ...refusals.map(({ file, line, message }) => `${file}:${line}: ${message}`),
      ...missing.map(({ kind, namespace = '', name }) => {
        const [template] = templates.filter(({ text }) => text.includes(`kind: ${kind}`));
        const hint =
          template === undefined
            ? 'name the file or folder that declares it'
            : `${template.path} is a template, which is left alone: print values for it with -o helm-values`;
        return `${kind} ${namespace}/${name} is not declared in ${where}: ${hint}`;
      }),
      ...staleNotes(index, workloads),
    ],
  };
}

function workspaceChange({ facts, changes, keptLimits, item }: SizedWorkload): WorkspaceChange {
  return {
    workload: facts.ref,
    requests: changes.map(({ container, requests }) => ({
      container,
      requests,
      keepLimits: keptLimits,
      roundLimit: roundUpToReadable,
    })),
    hpaTargets: item.hpaTargets.map(({ hpa, metricIndex, newAverageUtilization }) => ({
      hpa,
      metricIndex,
      averageUtilization: newAverageUtilization,
    })),
  };
}

/** A manifest that asks for something else than what runs was not applied, or is not what is applied. */
function staleNotes(index: WorkspaceIndex, workloads: readonly SizedWorkload[]): readonly string[] {
  return workloads.flatMap(({ facts }) =>
    index.find(facts.ref, facts.ref.namespace, facts.ref.name).flatMap((resource) => {
      const differing = differences(workloadView(resource.object), facts.workload);
      if (differing.length === 0) return [];
      const { line } = resource.file.positionAt(resource.rangeOf([]).start);
      return [
        `${resource.file.path}:${line}: the cluster runs something else (${differing.join('; ')}): look whether this manifest is the one that is applied`,
      ];
    }),
  );
}

function differences(declared: WorkloadView | undefined, running: WorkloadView): readonly string[] {
  if (declared === undefined) return [];
  const live = runningContainers(running.template);
  return runningContainers(declared.template).flatMap(({ name, requests }) => {
    const now = live.find((container) => container.name === name)?.requests;
    if (now === undefined) return [];
    return ['cpu', 'memory'].flatMap((resource) => {
      const [written, set] = [requests[resource], now[resource]];
      const same = written && set ? compareQuantities(written, set) === 0 : written === set;
      const text = (amount: typeof written): string =>
        amount === undefined ? 'none' : formatQuantity(amount);
      return same ? [] : [`${name} ${resource} ${text(set)}, not ${text(written)}`];
    });
  });
}
