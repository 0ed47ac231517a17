import type {
  GpuReport,
  ReportGpuNode,
  ReportGpuPlacement,
  ReportGpuQuota,
  ReportIdleGpu,
} from '@kubectl-autoscale/core/advisor';
import {
  formatBytes,
  formatNumber,
  formatShare,
  formatSpan,
  shortSource,
} from '@kubectl-autoscale/core/units';

import { fittedTable } from './fitted-table.ts';
import type { Palette } from './palette.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** Nodes that are listed as an answer to `--for`; JSON has them all. */
const shownCandidates = 8;

/** The cluster's GPUs for people: the best node where one was asked for, totals, nodes, what is idle, quotas. */
export function gpuText(report: GpuReport, style: TerminalStyle, { wide }: { wide: boolean }): string {
  const { palette } = style;
  const blocks = [
    report.placement ? placementText(report.placement, palette) : '',
    headline(report, palette),
    nodesTable(report.nodes, style, wide),
    wide ? podsTable(report.nodes, palette) : '',
    idleText(report.idle, palette),
    quotasTable(report.quotas, palette),
    notesText(report, palette),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headline(
  { nodes, totals, utilization, addNodes, pending, cluster }: GpuReport,
  palette: Palette,
): string {
  const counts = totals.map(
    ({ resource, allocatable, allocated, free }) =>
      `${formatNumber(allocated)} of ${formatNumber(allocatable)} ${resource} given to pods, ${formatNumber(free)} free`,
  );
  const parts = [
    ...counts,
    ...(utilization === undefined ? [] : [`${formatShare(utilization)} used`]),
    `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`,
    cluster,
  ];
  const waiting = pending.map(({ controller, pods, requests }) => [
    `  ${pods}`,
    controller,
    requests.map(({ resource, count }) => `${formatNumber(count)} ${resource}`).join(', '),
  ]);
  const add = addNodes.needed ? palette.yellow(addNodes.text) : addNodes.text;
  return [
    `${palette.bold('gpus')}       ${parts.join(' · ')}`,
    `${palette.bold('add nodes')}  ${addNodes.needed ? 'yes' : 'no'}: ${add}`,
    ...(waiting.length > 0 ? [textTable(waiting)] : []),
  ].join('\n');
}

function nodesTable(nodes: readonly ReportGpuNode[], style: TerminalStyle, wide: boolean): string {
  if (nodes.length === 0) return '';
  const header = ['NODE', 'POOL', 'GPU', 'MEMORY', '', 'GIVEN', 'FREE', 'USED', 'PODS', ''];
  const rows = nodes.flatMap((node) =>
    node.resources.map(({ resource, allocated, allocatable, free }, index) => [
      ...(index > 0
        ? ['', '', '', '', '']
        : [
            node.name,
            node.pool ?? '',
            gpuName(node),
            node.memoryBytes === undefined ? '?' : formatBytes(node.memoryBytes),
            node.capacityType,
          ]),
      `${formatNumber(allocated)} of ${formatNumber(allocatable)}${resource === 'nvidia.com/gpu' ? '' : ` ${resource}`}`,
      formatNumber(free),
      node.utilization === undefined || index > 0 ? '' : formatShare(node.utilization),
      index > 0 ? '' : String(node.pods.length),
      index > 0 ? '' : stateText(node),
    ]),
  );
  const leastFirst = wide ? [] : ['POOL', 'MEMORY'];
  return fittedTable(header, rows, style, { leastFirst, lastFolds: true });
}

/** `4 × A100`; a model that nothing tells is the vendor's. */
function gpuName({ devices, model, vendor }: ReportGpuNode): string {
  return `${devices === undefined ? '' : `${formatNumber(devices)} × `}${model ?? `${vendor}, model not told`}`;
}

function stateText({ ready, unschedulable, sharing, migStrategy, partitionSize }: ReportGpuNode): string {
  return [
    ...(ready ? [] : ['not ready']),
    ...(unschedulable ? ['cordoned'] : []),
    ...(sharing ? [`${sharing.strategy}: ${sharing.replicas} turns a GPU`] : []),
    ...(migStrategy === undefined ? [] : [`MIG ${migStrategy}`]),
    ...(partitionSize === undefined ? [] : [`slices of ${partitionSize}`]),
  ].join(', ');
}

function podsTable(nodes: readonly ReportGpuNode[], palette: Palette): string {
  const rows = nodes.flatMap(({ name, pods }) =>
    pods.map(({ namespace, name: pod, requests, utilization, memoryUsedBytes, containers }) => [
      `${namespace}/${pod}`,
      name,
      requests.map(({ resource, count }) => `${formatNumber(count)} ${resource}`).join(', '),
      utilization === undefined ? '?' : formatShare(utilization),
      memoryUsedBytes === undefined ? '?' : formatBytes(memoryUsedBytes),
      containers.map((each) => `${each.name} ${formatShare(each.utilization)}`).join(', '),
    ]),
  );
  if (rows.length === 0) return '';
  const header = ['POD', 'NODE', 'HAS', 'USED', 'MEMORY USED', 'CONTAINERS'].map((cell) => palette.dim(cell));
  return textTable([header, ...rows]);
}

function idleText(idle: readonly ReportIdleGpu[], palette: Palette): string {
  if (idle.length === 0) return '';
  const lines = idle.flatMap(({ kind, text, advice }) => [
    `  ${kind === 'under-used' ? palette.yellow(kind) : palette.red(kind)}  ${text}`,
    `    ${advice}`,
  ]);
  return [palette.bold('idle or under-used'), ...lines].join('\n');
}

function quotasTable(quotas: readonly ReportGpuQuota[], palette: Palette): string {
  if (quotas.length === 0) return '';
  const header = ['LIMIT', 'OF', 'RESOURCE', 'USED', 'LEFT'].map((cell) => palette.dim(cell));
  const rows = quotas.map(({ kind, name, resource, used, limit, left }) => [
    kind,
    name,
    resource,
    `${formatNumber(used)} of ${formatNumber(limit)}`,
    left === 0 ? palette.yellow('0') : formatNumber(left),
  ]);
  return textTable([header, ...rows]);
}

function placementText({ wish, node, tolerate, candidates }: ReportGpuPlacement, palette: Palette): string {
  const what = [
    `${wish.count} ${wish.resource}`,
    ...(wish.model === undefined ? [] : [wish.model]),
    ...(wish.memoryBytes === undefined ? [] : [`at least ${formatBytes(wish.memoryBytes)} each`]),
    wish.spot ? 'spot allowed' : 'on demand',
  ].join(', ');
  const rows = candidates
    .slice(0, shownCandidates)
    .map(({ node: name, freeAfter, refusals }) => [
      refusals.length === 0 ? palette.green('  fits') : '  not',
      name,
      refusals.length === 0 ? `${formatNumber(freeAfter)} free after it` : refusals.join(', '),
    ]);
  return [
    `${palette.bold('for')}        ${what}: ${node === undefined ? palette.yellow('no node has room') : palette.green(node)}`,
    ...tolerate.map((taint) => `  the pod has to tolerate ${taint}`),
    ...(rows.length > 0 ? [textTable(rows)] : []),
    ...(candidates.length > shownCandidates
      ? [palette.dim(`  … and ${candidates.length - shownCandidates} more: -o json has them all`)]
      : []),
  ].join('\n');
}

function notesText({ assumptions, notes, basis }: GpuReport, palette: Palette): string {
  return [
    ...assumptions.map((text) => palette.dim(`assumed  ${text}`)),
    ...notes.map((text) => palette.dim(`note  ${text}`)),
    ...(basis
      ? [
          palette.dim(
            `used: ${shortSource(basis.source)}; ${basis.method ?? ''}${basis.windowSeconds === undefined ? '' : ` (${formatSpan(basis.windowSeconds)})`}`,
          ),
        ]
      : []),
  ].join('\n');
}
