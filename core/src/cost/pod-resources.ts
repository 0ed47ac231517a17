import { podRequest } from '../apis/effective-requests.ts';
import type { LimitRangeView } from '../apis/namespace-limits.ts';
import type { PodTemplateView } from '../apis/pod-template.ts';
import type { ResourceList } from '../apis/resource-list.ts';
import { gpuRequestsOfPod, gpusAmong } from '../gpu/gpu-requests.ts';
import { wholeGpuName } from '../gpu/gpu-resource.ts';
import { toNumber } from '../units/quantity.ts';
import type { InstanceOffering } from './price-book.ts';

/** What a pod takes, or what a node has to give. */
export interface NodeResources {
  readonly cpuCores: number;
  readonly memoryBytes: number;
  /** By resource name: `nvidia.com/gpu`. */
  readonly gpus: Readonly<Record<string, number>>;
}

/** What the scheduler reserves for a pod. A resource for which nothing is requested counts as zero. */
export function resourcesOfPod(
  template: PodTemplateView,
  limitRanges: readonly LimitRangeView[] = [],
): NodeResources {
  const amount = (resource: string): number => {
    const { quantity } = podRequest(template, resource, limitRanges);
    return quantity === undefined ? 0 : Math.max(toNumber(quantity), 0);
  };
  return {
    cpuCores: amount('cpu'),
    memoryBytes: amount('memory'),
    gpus: Object.fromEntries(gpuRequestsOfPod(template).map(({ resource, count }) => [resource.name, count])),
  };
}

/** What a node's allocatable (or capacity) comes to. */
export function resourcesAmong(resources: ResourceList): NodeResources {
  return {
    cpuCores: resources.cpu ? toNumber(resources.cpu) : 0,
    memoryBytes: resources.memory ? toNumber(resources.memory) : 0,
    gpus: Object.fromEntries(gpusAmong(resources).map(({ resource, count }) => [resource.name, count])),
  };
}

/** What an instance has to give: its allocatable where the book tells it, else all of it. */
export function resourcesOfOffering({
  cpuCores,
  memoryBytes,
  gpu,
  allocatable,
}: InstanceOffering): NodeResources {
  return {
    cpuCores: allocatable?.cpuCores ?? cpuCores,
    memoryBytes: allocatable?.memoryBytes ?? memoryBytes,
    gpus: gpu ? { [wholeGpuName(gpu.vendor ?? 'nvidia')]: gpu.count } : {},
  };
}

export function addResources(a: NodeResources, b: NodeResources): NodeResources {
  const names = [...new Set([...Object.keys(a.gpus), ...Object.keys(b.gpus)])];
  return {
    cpuCores: a.cpuCores + b.cpuCores,
    memoryBytes: a.memoryBytes + b.memoryBytes,
    gpus: Object.fromEntries(names.map((name) => [name, (a.gpus[name] ?? 0) + (b.gpus[name] ?? 0)])),
  };
}

export function scaleResources(resources: NodeResources, factor: number): NodeResources {
  return {
    cpuCores: resources.cpuCores * factor,
    memoryBytes: resources.memoryBytes * factor,
    gpus: Object.fromEntries(Object.entries(resources.gpus).map(([name, count]) => [name, count * factor])),
  };
}

export const noResources: NodeResources = { cpuCores: 0, memoryBytes: 0, gpus: {} };

/**
 * What is asked for beside what there is, resource by resource. Resources of which nothing is asked for are
 * left out.
 */
export function demandsOn(
  asked: NodeResources,
  given: NodeResources,
): readonly (readonly [asked: number, given: number])[] {
  const pairs: readonly (readonly [number, number])[] = [
    [asked.cpuCores, given.cpuCores],
    [asked.memoryBytes, given.memoryBytes],
    ...Object.entries(asked.gpus).map(([name, count]) => [count, given.gpus[name] ?? 0] as const),
  ];
  return pairs.filter(([amount]) => amount > 0);
}
