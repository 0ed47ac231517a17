import { podView } from '#core/apis/index.ts';
import type { NodeGroup } from '#core/nodes/index.ts';
import { type SchedulingPod, schedulingPod } from '#core/scheduling/index.ts';

export const mebibyte = 2 ** 20;

/** A group of machines with so much of each resource, memory in MiB. */
export function nodeGroup(
  name: string,
  {
    milliCpu = 1000,
    memoryMiB = 5000,
    pods = 110,
    labels = {},
    taints = [],
    gpus = 0,
    ...fields
  }: {
    readonly milliCpu?: number;
    readonly memoryMiB?: number;
    readonly pods?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly taints?: NodeGroup['template']['node']['taints'];
    readonly gpus?: number;
  } & Partial<NodeGroup> = {},
): NodeGroup {
  const amounts = new Map([
    ['cpu', milliCpu],
    ['memory', memoryMiB * mebibyte],
    ['pods', pods],
    ...(gpus > 0 ? [['nvidia.com/gpu', gpus] as const] : []),
  ]);
  return {
    name,
    minSize: 0,
    maxSize: 10_000,
    targetSize: 0,
    template: {
      node: { name, labels, taints, unschedulable: false, allocatable: amounts },
      capacity: amounts,
      daemonSetPods: [],
    },
    ...fields,
  };
}

/** A pod of namespace `default` that asks for so much, memory in MiB. */
export function podOf(
  name: string,
  milliCpu: number,
  memoryMiB: number,
  { labels = {}, spec = {}, container = {}, priority = 0, gpus = 0 } = {},
): SchedulingPod {
  const requests = {
    cpu: `${milliCpu}m`,
    memory: `${memoryMiB}Mi`,
    ...(gpus > 0 && { 'nvidia.com/gpu': gpus }),
  };
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: { ...spec, containers: [{ name: 'app', resources: { requests }, ...container }] },
  };
  return schedulingPod(podView(object)!.template, { namespace: 'default', name, priority });
}
