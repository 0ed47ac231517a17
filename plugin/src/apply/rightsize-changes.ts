import type { SizedWorkload } from '@kubectl-autoscale/core/advisor';
import { hpaView } from '@kubectl-autoscale/core/apis';
import {
  hpaMetricsPatch,
  resourceTexts,
  shellWord,
  templatePatch,
  type UpdateMode,
  vpaObject,
} from '@kubectl-autoscale/core/authoring';
import type { KubernetesObject } from '@kubectl-autoscale/core/manifest';
import type { ClusterSource, ContainerResize } from '@kubectl-autoscale/core/ports';

import type { Change } from './apply-change.ts';

/**
 * What has to be applied to bring the recommendation into the cluster: the pod template, and with it the targets of the HPAs that are relative
 * to it. The HPA comes first: a target that is too high for a moment adds no replica.
 */
export async function templateChanges(
  { facts, item, changes }: SizedWorkload,
  cluster: ClusterSource,
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const names = [...new Set(item.hpaTargets.map(({ hpa }) => hpa))];
  const hpas = await Promise.all(
    names.map(async (name) => {
      const query = {
        group: 'autoscaling',
        kind: 'HorizontalPodAutoscaler',
        namespace: facts.ref.namespace,
        name,
      };
      const object = await cluster.get(query, { signal });
      const view = object && hpaView(object);
      if (object === undefined || view === undefined) return [];
      const targets = item.hpaTargets
        .filter(({ hpa }) => hpa === name)
        .map(({ metricIndex, newAverageUtilization }) => ({
          metricIndex,
          averageUtilization: newAverageUtilization,
        }));
      const patch = hpaMetricsPatch(object, view, targets);
      return patch === undefined
        ? []
        : [{ object: patch, effect: 'keeps the usage a pod that the HPA aims at' }];
    }),
  );
  return [...hpas.flat(), { object: templatePatch(facts.workload, changes), effect: item.restart }];
}

/** A VPA for the workload, bounded by what was recommended. It leaves alone what an HPA scales by. */
export function vpaFor({ facts, item }: SizedWorkload, updateMode: UpdateMode): KubernetesObject {
  const scaledBy = new Set(item.hpaTargets.map(({ resource }) => resource));
  for (const { metrics } of facts.hpas) {
    for (const metric of metrics) {
      if (metric.type !== 'Resource' && metric.type !== 'ContainerResource') continue;
      if (metric.name === 'cpu' || metric.name === 'memory') scaledBy.add(metric.name);
    }
  }
  const controlledResources = (['cpu', 'memory'] as const).filter((resource) => !scaledBy.has(resource));
  const containers = [...new Set(item.rows.map(({ container }) => container))];
  const { apiVersion } = facts.workload;
  return vpaObject({
    target: { apiVersion, ...facts.ref },
    updateMode,
    ...(scaledBy.size === 0
      ? {}
      : { containers: containers.map((container) => ({ container, controlledResources })) }),
  });
}

/** The containers of one running pod as the resize subresource takes them; those that the pod does not have are left out. */
export function resizesOf(
  { changes }: SizedWorkload,
  pod: SizedWorkload['facts']['pods'][number],
): ContainerResize[] {
  const own = pod.template.containers.map(({ name }) => name);
  return changes
    .filter(({ container }) => own.includes(container))
    .map((change) => {
      const { requests = {}, limits = {} } = resourceTexts(change);
      return { name: change.container, requests, limits };
    });
}

/** The command that gives a resized pod back what it had. */
export function undoResize(pod: KubernetesObject, resizes: readonly ContainerResize[]): string {
  const { namespace = 'default', name = '' } = pod.metadata;
  const containers =
    (pod.spec as { readonly containers?: readonly { name: string; resources?: object }[] }).containers ?? [];
  const before = containers
    .filter((container) => resizes.some((resize) => resize.name === container.name))
    .map(({ name: container, resources = {} }) => ({ name: container, resources }));
  const patch = JSON.stringify({ spec: { containers: before } });
  return `kubectl patch pod ${shellWord(name)} -n ${shellWord(namespace)} --subresource=resize -p ${shellWord(patch)}`;
}
