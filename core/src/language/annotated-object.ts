import type { WorkloadReport } from '../advisor/index.ts';
import { horizontalPodAutoscaler, isKind, scaledObject, verticalPodAutoscaler } from '../apis/kinds.ts';
import { workloadKinds } from '../apis/workload.ts';
import type { WorkloadRef } from '../apis/workload-ref.ts';
import type { Workspace } from '../lint/workspace.ts';
import type { GroupKind } from '../manifest/kubernetes-object.ts';
import type { Resource, SourceFile } from '../manifest/source-file.ts';
import { type AnnotationContext, reportKey } from './annotation-context.ts';

/** An object of a file with the report of the workload that it is, or that it scales, in whatever file that stands. */
export interface AnnotatedObject {
  readonly resource: Resource;
  readonly role: 'workload' | 'hpa' | 'vpa' | 'scaledObject';
  readonly workload: Resource;
  readonly report: WorkloadReport;
}

const autoscalers: readonly (readonly [GroupKind, AnnotatedObject['role']])[] = [
  [horizontalPodAutoscaler, 'hpa'],
  [verticalPodAutoscaler, 'vpa'],
  [scaledObject, 'scaledObject'],
];

/** The objects of a file of which something is known. */
export function annotatedObjects(file: SourceFile, context: AnnotationContext): readonly AnnotatedObject[] {
  return file.documents.flatMap(({ resources }) =>
    resources.flatMap((resource) => annotatedObject(resource, context) ?? []),
  );
}

export function annotatedObject(resource: Resource, context: AnnotationContext): AnnotatedObject | undefined {
  const role = roleOf(resource);
  if (role === undefined || context.workspace.isPartial(resource)) return undefined;
  const workload = role === 'workload' ? resource : context.workspace.targetOf(resource);
  const report = workload && context.reports.get(keyOf(workload, context));
  return report && { resource, role, workload, report };
}

/** The workloads of the workspace that can be measured: whole ones with a name, each once. */
export function measurableWorkloads(
  workspace: Workspace,
  defaultNamespace: string,
): ReadonlyMap<string, { readonly namespace: string; readonly ref: WorkloadRef }> {
  const found = new Map<string, { readonly namespace: string; readonly ref: WorkloadRef }>();
  for (const resource of workspace.index.resources()) {
    if (roleOf(resource) !== 'workload' || !isLongLived(resource) || workspace.isPartial(resource)) continue;
    const { group, kind, name, namespace = defaultNamespace } = resource;
    const ref = { group, kind, name };
    found.set(reportKey(namespace, ref), { namespace, ref });
  }
  return found;
}

function keyOf(workload: Resource, { defaultNamespace }: AnnotationContext): string {
  return reportKey(workload.namespace ?? defaultNamespace, workload);
}

function roleOf(resource: Resource): AnnotatedObject['role'] | undefined {
  const autoscaler = autoscalers.find(([kind]) => isKind(kind, resource));
  if (autoscaler) return autoscaler[1];
  return workloadKinds.some((kind) => isKind(kind, resource)) ? 'workload' : undefined;
}

/** A Job's or a Pod's pods come and go: there is no history under one name. */
function isLongLived({ group, kind }: GroupKind): boolean {
  return group === 'apps' && kind !== 'ReplicaSet';
}
