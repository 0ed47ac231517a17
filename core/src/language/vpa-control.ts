import { verticalPodAutoscaler } from '../apis/kinds.ts';
import { runningContainers } from '../apis/pod-template.ts';
import { vpaView } from '../apis/vpa.ts';
import { workloadView } from '../apis/workload.ts';
import { controlledContainers, UPDATE_MODES, updateModeOf } from '../vpa/index.ts';
import type { AnnotatedObject } from './annotated-object.ts';
import type { AnnotationContext } from './annotation-context.ts';

/** The name of a VPA that writes the requests of the workload's pods, by the manifests or in the cluster. */
export function controllingVpa(
  { workload, report }: Pick<AnnotatedObject, 'workload' | 'report'>,
  { workspace }: Pick<AnnotationContext, 'workspace'>,
): string | undefined {
  const template = workloadView(workload.object)?.template;
  const containers = template ? runningContainers(template).map(({ name }) => name) : [];
  const written = workspace.autoscalersOf(workload, verticalPodAutoscaler).find(({ object }) => {
    const view = vpaView(object);
    return view !== undefined && controlledContainers(view, containers).length > 0;
  });
  if (written) return written.name;
  return report.autoscalers.find(
    ({ kind, updateMode }) => kind === 'VerticalPodAutoscaler' && setsRequests(updateMode),
  )?.name;
}

function setsRequests(written: string | undefined): boolean {
  const mode = updateModeOf(written);
  return mode !== undefined && UPDATE_MODES[mode].onCreation;
}
