import { hpaView, pathOfHpaMetric } from '../../apis/hpa.ts';
import {
  horizontalPodAutoscaler,
  isKind,
  podDisruptionBudget,
  priorityClass,
  scaledObject,
  verticalPodAutoscaler,
} from '../../apis/kinds.ts';
import { pdbPaths, pdbSelects, pdbView } from '../../apis/pdb.ts';
import { vpaPaths, vpaView } from '../../apis/vpa.ts';
import { workloadKinds, workloadView } from '../../apis/workload.ts';
import type { Workspace } from '../../lint/workspace.ts';
import type { GroupKind } from '../../manifest/kubernetes-object.ts';
import type { Path } from '../../manifest/ranges.ts';
import type { Resource } from '../../manifest/source-file.ts';

/** A field of an object. */
export interface Place {
  readonly resource: Resource;
  readonly path: Path;
}

/** A field that names something which stands elsewhere: an object, or a container of one. */
export interface ObjectLink {
  readonly from: Place;
  /** One, but for a selector. */
  readonly to: readonly Place[];
}

/** Kinds whose objects name others. */
export const LINKING_KINDS: readonly GroupKind[] = [
  horizontalPodAutoscaler,
  verticalPodAutoscaler,
  scaledObject,
  podDisruptionBudget,
  ...workloadKinds,
];

const NAME: Path = ['metadata', 'name'];

/**
 * What an object names, as far as the workspace holds it: the workload that an autoscaler scales, the containers in its metrics and policies,
 * the object of an Object metric, the workloads that a budget selects, the PriorityClass of a pod.
 */
export function linksOf(resource: Resource, workspace: Workspace): readonly ObjectLink[] {
  if (isKind(resource, horizontalPodAutoscaler)) {
    return [...targetLink(resource, workspace), ...metricLinks(resource, workspace)];
  }
  if (isKind(resource, verticalPodAutoscaler)) {
    return [...targetLink(resource, workspace), ...policyLinks(resource, workspace)];
  }
  if (isKind(resource, scaledObject)) return targetLink(resource, workspace);
  if (isKind(resource, podDisruptionBudget)) return selectorLink(resource, workspace);
  return priorityLink(resource, workspace);
}

function targetLink(autoscaler: Resource, workspace: Workspace): readonly ObjectLink[] {
  const target = workspace.targetOf(autoscaler);
  const field = isKind(autoscaler, verticalPodAutoscaler) ? 'targetRef' : 'scaleTargetRef';
  return link({ resource: autoscaler, path: ['spec', field] }, target && [{ resource: target, path: NAME }]);
}

function metricLinks(hpa: Resource, workspace: Workspace): readonly ObjectLink[] {
  const view = hpa.derive(hpaView);
  const target = workspace.targetOf(hpa);
  return (view?.metrics ?? []).flatMap((metric, index) => {
    if (!view) return [];
    if (metric.type === 'ContainerResource') {
      const path = pathOfHpaMetric(view, index, 'container');
      return link({ resource: hpa, path }, containerPlace(target, metric.container));
    }
    if (metric.type !== 'Object' || !metric.describedObject) return [];
    const described = workspace.resolve(metric.describedObject, hpa);
    const path = pathOfHpaMetric(view, index, 'describedObject');
    return link({ resource: hpa, path }, described && [{ resource: described, path: NAME }]);
  });
}

function policyLinks(vpa: Resource, workspace: Workspace): readonly ObjectLink[] {
  const target = workspace.targetOf(vpa);
  return (vpaView(vpa.object)?.containerPolicies ?? []).flatMap(({ containerName }, index) =>
    link(
      { resource: vpa, path: [...vpaPaths.containerPolicies, index, 'containerName'] },
      containerPlace(target, containerName),
    ),
  );
}

function selectorLink(budget: Resource, workspace: Workspace): readonly ObjectLink[] {
  const view = pdbView(budget.object);
  if (!view) return [];
  const selected = workspace
    .workloadsWith(budget, workloadKinds)
    .filter(({ view: { template } }) => pdbSelects(view, template.labels));
  return link(
    { resource: budget, path: pdbPaths.selector },
    selected.map(({ resource }) => ({ resource, path: NAME })),
  );
}

function priorityLink(workload: Resource, workspace: Workspace): readonly ObjectLink[] {
  const template = workloadView(workload.object)?.template;
  if (template?.priorityClassName === undefined) return [];
  const [named] = workspace.index.find(priorityClass, undefined, template.priorityClassName);
  return link(
    { resource: workload, path: [...template.path, 'spec', 'priorityClassName'] },
    named && [{ resource: named, path: NAME }],
  );
}

function containerPlace(
  workload: Resource | undefined,
  name: string | undefined,
): readonly Place[] | undefined {
  const template = workload && workloadView(workload.object)?.template;
  const container = [...(template?.containers ?? []), ...(template?.initContainers ?? [])].find(
    (each) => each.name === name,
  );
  return workload && container && [{ resource: workload, path: [...container.path, 'name'] }];
}

/** Nothing where the field is not written or what it names is not known. */
function link(from: Place, to: readonly Place[] | undefined): readonly ObjectLink[] {
  return to && to.length > 0 && from.resource.has(from.path) ? [{ from, to }] : [];
}
