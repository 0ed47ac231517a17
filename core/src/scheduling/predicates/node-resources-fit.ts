import type { NodeInfo } from '../node-info.ts';
import type { SchedulingPod } from '../pod.ts';
import type { Refusal } from '../refusal.ts';

/** Every resource that does not suffice, the number of pods first (`fitsRequest`, kube-scheduler 1.36). */
export function nodeResourcesFit(pod: SchedulingPod, info: NodeInfo): readonly Refusal[] {
  if (hasRoom(pod, info)) return [];
  const tooMany = info.pods.size + 1 > info.allocatable('pods');
  return [
    ...(tooMany ? [shortage('pods', 'Too many pods', 1, info.pods.size, info.allocatable('pods'))] : []),
    ...pod.requests
      .filter(([resource, amount]) => amount > info.free(resource))
      .map(([resource, amount]) =>
        shortage(
          resource,
          `Insufficient ${resource}`,
          amount,
          info.requested(resource),
          info.allocatable(resource),
        ),
      ),
  ];
}

/** Whether the node has what the pod requests. */
export function hasRoom(pod: SchedulingPod, info: NodeInfo): boolean {
  if (info.pods.size + 1 > info.allocatable('pods')) return false;
  for (const [resource, amount] of pod.requests) if (amount > info.free(resource)) return false;
  return true;
}

function shortage(
  name: string,
  reason: string,
  requested: number,
  used: number,
  allocatable: number,
): Refusal {
  return {
    plugin: 'NodeResourcesFit',
    reason,
    resource: { name, requested, used, allocatable },
    unresolvable: requested > allocatable,
  };
}
