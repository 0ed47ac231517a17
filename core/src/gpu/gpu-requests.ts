import { podRequest } from '../apis/effective-requests.ts';
import type { PodTemplateView } from '../apis/pod-template.ts';
import type { ResourceList } from '../apis/resource-list.ts';
import { toNumber } from '../units/quantity.ts';
import { type GpuResource, gpuResource } from './gpu-resource.ts';

/** So many units of one GPU resource. */
export interface GpuCount {
  readonly resource: GpuResource;
  readonly count: number;
}

/**
 * The GPUs that a pod reserves, by resource, in the order in which they are first named: its containers
 * together, or what an init container takes where that is more. A limit without a request counts, as for
 * every resource.
 */
export function gpuRequestsOfPod(template: PodTemplateView): readonly GpuCount[] {
  const names = [...template.containers, ...template.initContainers].flatMap(({ requests, limits }) => [
    ...Object.keys(requests),
    ...Object.keys(limits),
  ]);
  return [...new Set(names)].flatMap((name) => {
    const resource = gpuResource(name);
    const quantity = resource && podRequest(template, name).quantity;
    return quantity && quantity.nanos > 0n ? [{ resource, count: toNumber(quantity) }] : [];
  });
}

/** How many GPU devices a pod reserves, partitions and shares of them counted as one each. */
export function gpuCountOf(template: PodTemplateView): number {
  return gpuRequestsOfPod(template).reduce((sum, { count }) => sum + count, 0);
}

/** The GPUs among a node's capacity or allocatable; resources of which it has none are left out. */
export function gpusAmong(resources: ResourceList): readonly GpuCount[] {
  return Object.entries(resources).flatMap(([name, quantity]) => {
    const resource = gpuResource(name);
    return resource && quantity.nanos > 0n ? [{ resource, count: toNumber(quantity) }] : [];
  });
}
