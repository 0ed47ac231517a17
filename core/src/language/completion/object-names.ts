import { podDisruptionBudget, priorityClass, scaledObject } from '../../apis/kinds.ts';
import { priorityClassView } from '../../apis/priority-class.ts';
import { workloadKinds, workloadView } from '../../apis/workload.ts';
import { replicatedWorkloads } from '../../lint/replicated-workloads.ts';
import { scaleTargetField } from '../../lint/scale-target.ts';
import type { Resource } from '../../manifest/source-file.ts';
import { type Completion, type CompletionPlace, endsWith } from './completion-place.ts';

/** Names of workloads behind `scaleTargetRef` and `targetRef`: of the kind that is written there, those of the namespace first. */
export function targetCompletions(place: CompletionPlace): readonly Completion[] {
  const { cursor, resource, workspace } = place;
  if (!endsWith(cursor.path, 'scaleTargetRef', 'name') && !endsWith(cursor.path, 'targetRef', 'name')) {
    return [];
  }
  const written =
    resource && isAutoscaler(cursor.kind) ? scaleTargetField(resource).get('kind').string : undefined;
  const kind = written ?? (cursor.kind === scaledObject.kind ? 'Deployment' : undefined);
  return replicatedWorkloads
    .filter((each) => kind === undefined || each.kind === kind)
    .flatMap((each) => workspace.index.ofKind(each))
    .filter((workload) => workload.name !== '' && !workspace.isPartial(workload))
    .map((workload) => ({
      label: workload.name,
      detail: `${workload.kind} in ${workload.file.path}`,
      rank: isNear(workload, resource) ? 0 : 1,
    }));
}

function isAutoscaler(kind: string | undefined): boolean {
  return ['HorizontalPodAutoscaler', 'VerticalPodAutoscaler', 'ScaledObject'].includes(kind ?? '');
}

function isNear(workload: Resource, from: Resource | undefined): boolean {
  return from === undefined || (workload.namespace ?? from.namespace) === from.namespace;
}

/** Containers of the scaled workload, in the metrics of an HPA and the policies of a VPA. */
export function containerCompletions({
  cursor,
  resource,
  workspace,
}: CompletionPlace): readonly Completion[] {
  const isPolicy = endsWith(cursor.path, 'containerPolicies', 'containerName');
  if (!isPolicy && !endsWith(cursor.path, 'containerResource', 'container')) return [];
  const target = resource && workspace.targetOf(resource);
  const template = target && workloadView(target.object)?.template;
  const containers = [...(template?.containers ?? []), ...(template?.initContainers ?? [])];
  const detail = target === undefined ? '' : `container of ${target.kind} ${target.name}`;
  return [
    ...containers.map(({ name }) => ({ label: name, detail, rank: 0 })),
    ...(isPolicy ? [{ label: '"*"', detail: 'every container without a policy of its own' }] : []),
  ];
}

/** Values that the workspace's workloads have for a label, in the selector of a budget and in those by which pods spread or keep together. */
export function labelCompletions({ cursor, resource, workspace }: CompletionPlace): readonly Completion[] {
  const { path, kind } = cursor;
  const label = path.at(-1);
  if (label === undefined) return [];
  const isOfBudget = kind === podDisruptionBudget.kind && endsWith(path, 'selector', 'matchLabels', label);
  if (!isOfBudget && !endsWith(path, 'labelSelector', 'matchLabels', label)) return [];
  const found = workloadKinds
    .flatMap((each) => workspace.index.ofKind(each))
    .filter((workload) => isNear(workload, resource))
    .flatMap((workload) => {
      const value = workloadView(workload.object)?.template.labels[label];
      return value === undefined ? [] : [{ label: value, detail: `${workload.kind} ${workload.name}` }];
    });
  return [...new Map(found.map((each) => [each.label, each])).values()];
}

/** Of Kubernetes itself, in every cluster. */
const SYSTEM_CLASSES = [
  { label: 'system-cluster-critical', detail: '2000000000, for what the cluster cannot do without' },
  { label: 'system-node-critical', detail: '2000001000, for what a node cannot do without' },
];

/** PriorityClasses of the workspace, then those that every cluster has. */
export function priorityCompletions({ cursor, workspace }: CompletionPlace): readonly Completion[] {
  if (!endsWith(cursor.path, 'spec', 'priorityClassName')) return [];
  const own = workspace.index.ofKind(priorityClass).map(({ name, object, file }) => ({
    label: name,
    detail: `${priorityClassView(object)?.value ?? '?'}, in ${file.path}`,
    rank: 0,
  }));
  return [...own, ...SYSTEM_CLASSES];
}
