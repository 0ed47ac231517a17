import type {
  NodesReport,
  ReportClusterAutoscaler,
  ReportNode,
  ReportNodePool,
  ReportNodeResource,
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

/** Pools, then nodes with what keeps each, then where the figures are from. */
export function nodesText(report: NodesReport, style: TerminalStyle, { wide }: { wide: boolean }): string {
  const blocks = [
    headline(report, style.palette),
    poolsTable(report.pools, style, wide),
    nodesTable(report.nodes, style, wide),
    notesText(report, style.palette),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headline({ nodes, pools, autoscaler, pendingPods, cluster }: NodesReport, palette: Palette): string {
  const removable = nodes.filter(({ removal }) => removal.verdict === 'removable').length;
  const unneeded = nodes.filter(({ removal }) => removal.verdict === 'unneeded').length;
  const counts = [
    `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'} in ${pools.length} ${pools.length === 1 ? 'pool' : 'pools'}`,
    `${removable} removable now`,
    `${unneeded} unneeded`,
    `${pendingPods} ${pendingPods === 1 ? 'pod waits' : 'pods wait'} for a node`,
    cluster,
  ];
  return `${palette.bold('nodes')}        ${counts.join(' · ')}\n${palette.bold('autoscaler')}   ${autoscalerText(autoscaler)}`;
}

/** Whose rules are followed, and the ones that matter most. */
export function autoscalerText({
  name,
  release,
  expanders,
  scaleDownEnabled,
  utilizationThreshold,
  gpuUtilizationThreshold,
  unneededSeconds,
}: ReportClusterAutoscaler): string {
  const gpu =
    gpuUtilizationThreshold === utilizationThreshold
      ? ''
      : ` (GPU nodes ${formatShare(gpuUtilizationThreshold)})`;
  return [
    `${name ?? 'none found'} · release ${release}`,
    `expander ${expanders.join(', ')}`,
    scaleDownEnabled
      ? `removes below ${formatShare(utilizationThreshold)} requested${gpu} for ${formatSpan(unneededSeconds)}`
      : 'removes nothing (--scale-down-enabled=false)',
  ].join(' · ');
}

function poolsTable(pools: readonly ReportNodePool[], style: TerminalStyle, wide: boolean): string {
  const { palette } = style;
  if (pools.length === 0) return '';
  const measured = pools.some(({ cpu, memory }) => cpu.used !== undefined || memory.used !== undefined);
  const gpus = pools.some((pool) => pool.gpus.length > 0);
  const header = [
    ...['POOL', 'NODES', 'MIN–MAX', 'TYPE', 'CPU ASKED'],
    ...(measured ? ['USED'] : []),
    'MEMORY ASKED',
    ...(measured ? ['USED'] : []),
    ...(gpus ? ['GPU ASKED'] : []),
    ...(wide ? ['RESIZED BY', 'ZONES', 'TAINTS'] : []),
  ];
  const rows = pools.map((pool) => [
    pool.name,
    pool.ready === pool.nodes ? String(pool.nodes) : `${pool.nodes} (${pool.ready} ready)`,
    pool.minSize === undefined ? '?' : `${pool.minSize}–${pool.maxSize}`,
    `${pool.instanceTypes.join(', ')}${pool.capacityTypes.includes('spot') ? ' spot' : ''}`,
    askedText(pool.cpu, coresText),
    ...(measured ? [usedText(pool.cpu, coresText)] : []),
    askedText(pool.memory, formatBytes),
    ...(measured ? [usedText(pool.memory, formatBytes)] : []),
    ...(gpus ? [gpuText(pool)] : []),
    ...(wide ? [pool.keeper, pool.zones.join(', '), pool.taints.join(', ')] : []),
  ]);
  const states = pools.flatMap(({ name, state }) =>
    state ? [palette.yellow(`${name} cannot grow now: ${state.kind}: ${state.text}`)] : [],
  );
  const leastFirst = wide ? [] : ['USED', 'TYPE', 'GPU ASKED', 'MIN–MAX'];
  return [fittedTable(header, rows, style, { leastFirst }), ...states].join('\n');
}

function nodesTable(nodes: readonly ReportNode[], style: TerminalStyle, wide: boolean): string {
  const { palette } = style;
  if (nodes.length === 0) return '';
  const measured = nodes.some(({ cpu, memory }) => cpu.used !== undefined || memory.used !== undefined);
  const gpus = nodes.some((node) => node.gpus.length > 0);
  const header = [
    ...['NODE', 'POOL', 'PODS', 'CPU'],
    ...(measured ? ['USED'] : []),
    'MEMORY',
    ...(measured ? ['USED'] : []),
    ...(gpus ? ['GPU'] : []),
    ...(wide ? ['TYPE', '', 'ZONE', 'AGE'] : []),
    'REMOVAL',
  ];
  const rows = nodes.map((node) => [
    node.name,
    node.pool ?? '',
    String(node.pods),
    shareOf(node.cpu.requested, node.cpu),
    ...(measured ? [shareOf(node.cpu.used, node.cpu)] : []),
    shareOf(node.memory.requested, node.memory),
    ...(measured ? [shareOf(node.memory.used, node.memory)] : []),
    ...(gpus ? [gpuText(node)] : []),
    ...(wide
      ? [
          node.instanceType ?? '',
          node.capacityType,
          node.zone ?? '',
          node.ageSeconds === undefined ? '' : formatSpan(node.ageSeconds),
        ]
      : []),
    stateText(node, palette) + removalText(node, palette),
  ]);
  const leastFirst = wide ? [] : ['USED', 'PODS', 'POOL', 'GPU'];
  return fittedTable(header, rows, style, { leastFirst, lastFolds: true });
}

function stateText({ ready, unschedulable }: ReportNode, palette: Palette): string {
  const states = [...(ready ? [] : ['not ready']), ...(unschedulable ? ['cordoned'] : [])];
  return states.length === 0 ? '' : `${palette.yellow(states.join(', '))} · `;
}

/** The verdict, the reason in Cluster Autoscaler's word, and what it is about. */
export function removalText({ removal }: Pick<ReportNode, 'removal'>, palette: Palette): string {
  const { verdict, reason = '', text, pod } = removal;
  if (verdict === 'removable') return `${palette.green('removable')}  ${text}`;
  if (verdict === 'unneeded') return `${palette.yellow('unneeded')}  ${reason}: ${text}`;
  return pod ? `${reason}: ${pod.reason}: ${text}` : `${reason}: ${text}`;
}

function coresText(cores: number): string {
  return formatNumber(cores, 3);
}

/** `12.5 of 40 (31 %)`. */
function askedText(resource: ReportNodeResource, show: (amount: number) => string): string {
  const { allocatable, requested } = resource;
  if (allocatable === 0) return show(requested);
  return `${show(requested)} of ${show(allocatable)} (${formatShare(requested / allocatable)})`;
}

function usedText({ used, allocatable }: ReportNodeResource, show: (amount: number) => string): string {
  if (used === undefined) return '?';
  return allocatable === 0 ? show(used) : `${show(used)} (${formatShare(used / allocatable)})`;
}

function shareOf(amount: number | undefined, { allocatable }: ReportNodeResource): string {
  return amount === undefined || allocatable === 0 ? '?' : formatShare(amount / allocatable);
}

/** `1 of 1, 30 % used`; a resource that is not NVIDIA's whole GPU is named. */
function gpuText({ gpus }: Pick<ReportNode, 'gpus'>): string {
  return gpus
    .map(({ resource, allocatable, requested, used }) => {
      const name = resource === 'nvidia.com/gpu' ? '' : ` ${resource}`;
      return `${formatNumber(requested)} of ${formatNumber(allocatable)}${name}${used === undefined ? '' : `, ${formatShare(used)} used`}`;
    })
    .join('; ');
}

function notesText({ assumptions, notes, basis }: NodesReport, palette: Palette): string {
  return [
    ...assumptions.map((text) => palette.dim(`assumed  ${text}`)),
    ...notes.map((text) => palette.dim(`note  ${text}`)),
    ...(basis ? [palette.dim(`used: ${shortSource(basis.source)}; ${basis.method ?? ''}`)] : []),
  ].join('\n');
}
