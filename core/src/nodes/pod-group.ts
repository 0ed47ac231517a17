import type { SchedulingPod } from '../scheduling/pod.ts';

/** A pod that waits for a node. */
export interface PendingPod {
  readonly pod: SchedulingPod;
  /** The controller that made it, by whatever name is unique; pods without one are never taken together. */
  readonly controller?: string;
}

/** Pods that one answer fits: same controller, same demands (`equivalence.BuildPodGroups`, Cluster Autoscaler 1.36). */
export interface PodGroup {
  /** Stands for all. */
  readonly exemplar: SchedulingPod;
  readonly pods: readonly SchedulingPod[];
}

/** Groups in the order of their first pods. */
export function podGroups(pending: readonly PendingPod[]): readonly PodGroup[] {
  const groups = new Map<string, { readonly exemplar: SchedulingPod; readonly pods: SchedulingPod[] }>();
  for (const [index, { pod, controller }] of pending.entries()) {
    const key = controller === undefined ? `alone/${index}` : `${controller}/${shapeOf(pod)}`;
    const group = groups.get(key);
    if (group) group.pods.push(pod);
    else groups.set(key, { exemplar: pod, pods: [pod] });
  }
  return [...groups.values()];
}

/** All that a node is chosen by, without the pod's name. */
function shapeOf(pod: SchedulingPod): string {
  return JSON.stringify({ ...pod, name: '' });
}
