import type { NodePoolView } from '../../apis/karpenter.ts';
import type { ResourceQuotaView } from '../../apis/namespace-limits.ts';
import { gpuResource } from '../../gpu/index.ts';
import { toNumber } from '../../units/index.ts';
import type { ReportGpuNode, ReportGpuQuota } from './gpu-report.ts';
import type { FoundPool } from './node-pools.ts';

/** So many GPUs of a model the cloud lets the account have. */
export interface CloudGpuQuota {
  readonly model: string;
  readonly limit: number;
}

/** Every limit on GPUs that is known, with what is left of it; the tightest first. */
export function gpuQuotas(
  quotas: readonly ResourceQuotaView[],
  nodes: readonly ReportGpuNode[],
  {
    karpenterPools,
    pools,
    cloud,
  }: {
    readonly karpenterPools: readonly NodePoolView[];
    readonly pools: readonly FoundPool[];
    readonly cloud: readonly CloudGpuQuota[];
  },
): ReportGpuQuota[] {
  return [
    ...quotas.flatMap(ofQuota),
    ...karpenterPools.flatMap((pool) => ofKarpenterPool(pool, nodes)),
    ...pools.flatMap((pool) => ofPoolSize(pool, nodes)),
    ...cloud.map((quota) => ofCloud(quota, nodes)),
  ].sort((a, b) => a.left - b.left);
}

function quotaRow(row: Omit<ReportGpuQuota, 'left'>): ReportGpuQuota {
  return { ...row, left: Math.max(row.limit - row.used, 0) };
}

/** `requests.nvidia.com/gpu`; limits of extended resources are not counted by quotas. */
function ofQuota({ metadata, hard, used }: ResourceQuotaView): readonly ReportGpuQuota[] {
  return Object.entries(hard).flatMap(([key, limit]) => {
    const resource = key.replace(/^requests\./, '');
    if (!gpuResource(resource)) return [];
    const spent = used[key];
    const name = `${metadata.namespace ?? 'default'}/${metadata.name ?? ''}`;
    return [
      quotaRow({
        ...{ kind: 'ResourceQuota', name, resource },
        limit: toNumber(limit),
        used: spent ? toNumber(spent) : 0,
      }),
    ];
  });
}

function ofKarpenterPool(
  { metadata, limits }: NodePoolView,
  nodes: readonly ReportGpuNode[],
): readonly ReportGpuQuota[] {
  const name = metadata.name ?? '';
  return Object.entries(limits).flatMap(([resource, limit]) =>
    gpuResource(resource)
      ? [
          quotaRow({
            ...{ kind: 'NodePool', name, resource },
            limit: toNumber(limit),
            used: offeredBy(
              nodes.filter(({ pool }) => pool === name),
              resource,
            ),
          }),
        ]
      : [],
  );
}

/** What a pool's largest size comes to in GPUs, where it is known. */
function ofPoolSize(
  { name, bounds, group }: FoundPool,
  nodes: readonly ReportGpuNode[],
): readonly ReportGpuQuota[] {
  if (!bounds || !group) return [];
  return [...group.template.node.allocatable]
    .filter(([resource, each]) => each > 0 && gpuResource(resource))
    .map(([resource, each]) =>
      quotaRow({
        ...{ kind: 'pool size', name, resource },
        limit: bounds.maxSize * each,
        used: offeredBy(
          nodes.filter(({ pool }) => pool === name),
          resource,
        ),
      }),
    );
}

/** By GPUs in machines: a cloud does not count slices. */
function ofCloud({ model, limit }: CloudGpuQuota, nodes: readonly ReportGpuNode[]): ReportGpuQuota {
  const used = nodes
    .filter((node) => node.model === model)
    .reduce((sum, { devices, resources }) => sum + (devices ?? resources[0]?.allocatable ?? 0), 0);
  return quotaRow({ kind: 'cloud quota', name: model, resource: 'GPUs', limit, used });
}

function offeredBy(nodes: readonly ReportGpuNode[], resource: string): number {
  return nodes
    .flatMap(({ resources }) => resources.filter((each) => each.resource === resource))
    .reduce((sum, { allocatable }) => sum + allocatable, 0);
}
