import type { NodeOption } from '#core/optimizer/index.ts';

export const gib = 2 ** 30;

/** A kind of node with so many cores and GiB; spot nodes are tainted `spot=true:NoSchedule`. */
export function option(
  instanceType: string,
  pricePerHour: number,
  {
    cores = 4,
    memoryGiB = 16,
    pods = 110,
    gpus = 0,
    gpu = 'a10g',
    zone,
    capacityType = 'on-demand',
    pool,
  }: {
    readonly cores?: number;
    readonly memoryGiB?: number;
    readonly pods?: number;
    readonly gpus?: number;
    readonly gpu?: string;
  } & Partial<Pick<NodeOption, 'zone' | 'capacityType' | 'pool'>> = {},
): NodeOption {
  const amounts = new Map([
    ['cpu', cores * 1000],
    ['memory', memoryGiB * gib],
    ['pods', pods],
    ...(gpus > 0 ? [['nvidia.com/gpu', gpus] as const] : []),
  ]);
  const labels = {
    'node.kubernetes.io/instance-type': instanceType,
    ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }),
    ...(gpus > 0 && { 'gpu-type': gpu }),
  };
  const taints = [
    ...(capacityType === 'spot' ? [{ key: 'spot', value: 'true', effect: 'NoSchedule' }] : []),
    ...(gpus > 0 ? [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] : []),
  ];
  return {
    instanceType,
    capacityType,
    pricePerHour,
    ...(zone !== undefined && { zone }),
    ...(pool !== undefined && { pool }),
    template: {
      node: { name: instanceType, labels, taints, unschedulable: false, allocatable: amounts },
      capacity: amounts,
      daemonSetPods: [],
    },
  };
}

export const toleratesSpot = { tolerations: [{ key: 'spot', operator: 'Exists' }] };
export const toleratesGpu = { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] };
