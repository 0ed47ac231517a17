import type { OwnerReference } from '../apis/object-metadata.ts';
import type { PodView } from '../apis/pod.ts';
import type { SchedulingPod } from '../scheduling/pod.ts';

/** A pod on a node that may be emptied: where else it fits, and what keeps it from being moved. */
export interface DrainPod {
  readonly pod: SchedulingPod;
  readonly view: PodView;
}

const daemonSetPod = 'cluster-autoscaler.kubernetes.io/daemonset-pod';
const mirrorPod = 'kubernetes.io/config.mirror';

/** How long after its grace period a pod that terminates still counts as there. */
const longTerminatingMs = 30_000;
const defaultGracePeriodSeconds = 30;

export function controllerOf({ metadata }: PodView): OwnerReference | undefined {
  return metadata.ownerReferences.find(({ controller }) => controller);
}

/** A pod of a DaemonSet, or one that says that it is to be treated as such. */
export function isDaemonSetPod(view: PodView): boolean {
  return controllerOf(view)?.kind === 'DaemonSet' || view.metadata.annotations[daemonSetPod] === 'true';
}

/** A static pod's copy in the API. */
export function isMirrorPod({ metadata }: PodView): boolean {
  return metadata.annotations[mirrorPod] !== undefined;
}

/** Whether the pod should have been gone for half a minute: it counts as deleted. */
export function isLongTerminating({ metadata, template }: PodView, nowMs: number): boolean {
  if (metadata.deletionMs === undefined) return false;
  const graceMs = (template.terminationGracePeriodSeconds ?? defaultGracePeriodSeconds) * 1000;
  return metadata.deletionMs + graceMs + longTerminatingMs < nowMs;
}
