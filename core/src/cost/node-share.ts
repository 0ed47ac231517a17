import { demandsOn, type NodeResources } from './pod-resources.ts';

/**
 * The part of a node that a pod takes: of CPU, memory and each kind of GPU, the largest of asked ÷
 * allocatable, from 0 to 1. The resource that runs out first is what keeps other pods away, so it decides; a
 * pod with all GPUs of a node pays for the node. A resource that the node is not known to have does not
 * count.
 */
export function dominantShare(pod: NodeResources, allocatable: NodeResources): number {
  const shares = demandsOn(pod, allocatable)
    .filter(([, given]) => given > 0)
    .map(([asked, given]) => asked / given);
  return Math.min(Math.max(0, ...shares), 1);
}

/** Whether a pod fits an empty node. */
export function fits(pod: NodeResources, allocatable: NodeResources): boolean {
  return demandsOn(pod, allocatable).every(([asked, given]) => asked <= given);
}
