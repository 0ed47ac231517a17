import type { GpuReport, ReportGpuNode } from '@kubectl-autoscale/core/advisor';
import { formatBytes, formatNumber, formatShare } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';

type GpuRow = ReportGpuNode['resources'][number] & { readonly node: ReportGpuNode };

/** A row for each node and GPU resource that it offers: a node with MIG slices of two sizes has two. */
export function gpuRows({ nodes }: GpuReport): ReportRows<GpuRow> {
  return {
    rows: nodes.flatMap((node) => node.resources.map((resource) => ({ ...resource, node }))),
    columns: [
      { title: 'NODE', text: ({ node }) => node.name },
      { title: 'POOL', text: ({ node }) => node.pool ?? '' },
      { title: 'TYPE', text: ({ node }) => node.instanceType ?? '' },
      { title: 'CAPACITY', text: ({ node }) => node.capacityType },
      { title: 'VENDOR', text: ({ node }) => node.vendor },
      { title: 'MODEL', text: ({ node }) => node.model ?? '' },
      {
        title: 'MEMORY',
        text: ({ node: { memoryBytes } }) => (memoryBytes === undefined ? '' : formatBytes(memoryBytes)),
        value: ({ node }) => node.memoryBytes,
      },
      { title: 'RESOURCE', text: ({ resource }) => resource },
      {
        title: 'ALLOCATABLE',
        text: ({ allocatable }) => formatNumber(allocatable),
        value: ({ allocatable }) => allocatable,
      },
      {
        title: 'GIVEN',
        text: ({ allocated }) => formatNumber(allocated),
        value: ({ allocated }) => allocated,
      },
      { title: 'FREE', text: ({ free }) => formatNumber(free), value: ({ free }) => free },
      {
        title: 'USED',
        text: ({ node: { utilization } }) => (utilization === undefined ? '' : formatShare(utilization)),
        value: ({ node }) => node.utilization,
      },
      { title: 'PODS', text: ({ node }) => String(node.pods.length), value: ({ node }) => node.pods.length },
      { title: 'READY', text: ({ node }) => (node.ready ? 'yes' : 'no') },
      { title: 'CORDONED', text: ({ node }) => (node.unschedulable ? 'yes' : 'no') },
    ],
    name: ({ node }) => `node/${node.name}`,
  };
}
