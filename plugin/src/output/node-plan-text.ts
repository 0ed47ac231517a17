import type {
  NodePlanReport,
  ReportHeadroom,
  ReportResize,
  ReportScaleDown,
  ReportScaleUp,
} from '@kubectl-autoscale/core/advisor';
import {
  formatBytes,
  formatCores,
  formatNumber,
  formatRate,
  shortSource,
} from '@kubectl-autoscale/core/units';

import { autoscalerText } from './nodes-text.ts';
import type { Palette } from './palette.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** Pods without a place that are named; JSON has them all. */
const shownRows = 15;

/** The plan for people: what would be added, what removed, what headroom would hold, each with its reasons. */
export function nodePlanText(report: NodePlanReport, { palette }: TerminalStyle): string {
  const currency = report.change?.currency ?? 'USD';
  const blocks = [
    headline(report, palette),
    scaleUpText(report.scaleUp, palette, currency),
    scaleDownText(report.scaleDown, palette, currency),
    report.headroom ? headroomText(report.headroom, palette, currency) : '',
    notesText(report, palette),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headline(
  { pending, fitNow, autoscaler, change, cluster }: NodePlanReport,
  palette: Palette,
): string {
  const waiting = pending.reduce((sum, { pods }) => sum + pods, 0);
  const parts = [
    `${waiting} ${waiting === 1 ? 'pod waits' : 'pods wait'} for a node`,
    ...(fitNow > 0 ? [`${fitNow} of them fit by now`] : []),
    ...(change ? [changeText(change.perHour, change.currency)] : []),
    cluster,
  ];
  const pods = pending
    .slice(0, shownRows)
    .map(({ controller, pods: count, priority }) => [
      `  ${count}`,
      controller,
      palette.dim(`priority ${priority}`),
    ]);
  return [
    `${palette.bold('plan')}        ${parts.join(' · ')}`,
    `${palette.bold('autoscaler')}  ${autoscalerText(autoscaler)}`,
    ...(pods.length > 0 ? [textTable(pods)] : []),
    ...moreText(pending.length, palette),
  ].join('\n');
}

function changeText(perHour: number, currency: string): string {
  if (perHour === 0) return 'cost unchanged';
  return `${perHour > 0 ? '+' : '−'}${formatRate(Math.abs(perHour), currency)}`;
}

function moreText(rows: number, palette: Palette): readonly string[] {
  return rows > shownRows ? [palette.dim(`… and ${rows - shownRows} more: -o json has them all`)] : [];
}

function scaleUpText(
  { resizes, options, skipped, hopeless, reasons }: ReportScaleUp,
  palette: Palette,
  currency: string,
): string {
  const rows = options.map(({ pool, nodes, pods, chosen, figures }) => [
    chosen ? palette.green('  →') : '   ',
    pool,
    `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`,
    `${pods} ${pods === 1 ? 'pod' : 'pods'}`,
    figures.join(', '),
  ]);
  return [
    `${palette.bold('add')}     ${resizes.length === 0 ? 'nothing' : resizes.map((each) => resizeText(each, currency)).join(' · ')}`,
    ...reasons.map(({ text }) => `        ${text}`),
    ...(rows.length > 0 ? [textTable(rows)] : []),
    ...skipped.map(({ pool, text }) => palette.dim(`  not ${pool}: ${text}`)),
    ...hopeless
      .slice(0, shownRows)
      .flatMap(({ controller, pods, refusals }) => [
        palette.yellow(`  no pool helps ${controller} (${pods} ${pods === 1 ? 'pod' : 'pods'}):`),
        ...(refusals.length === 0 ? ['    there is no pool that could grow'] : []),
        ...refusals.map(({ pool, reasons: texts }) => `    ${pool}: ${texts.join(', ')}`),
      ]),
    ...moreText(hopeless.length, palette),
  ].join('\n');
}

function resizeText({ pool, from, to, perHour }: ReportResize, currency: string): string {
  const price = perHour === undefined ? '' : `, +${formatRate(perHour, currency)}`;
  return `${pool} ${from} → ${to} (+${to - from}${price})`;
}

function scaleDownText(
  { remove, later, kept, reasons }: ReportScaleDown,
  palette: Palette,
  currency: string,
): string {
  const rows = [
    ...remove.map(({ node, pool = '', pods, perHour }) => [
      palette.green('  −'),
      node,
      pool,
      pods === 0 ? 'empty' : `${pods} ${pods === 1 ? 'pod moves' : 'pods move'}`,
      perHour === undefined ? '' : `−${formatRate(perHour, currency)}`,
    ]),
    ...later.map(({ node, pool = '', reason, text }) => [
      palette.yellow('  later'),
      node,
      pool,
      `${reason}: ${text}`,
    ]),
  ];
  const stays = kept.map(({ reason, nodes }) => `${nodes} ${reason}`).join(' · ');
  return [
    `${palette.bold('remove')}  ${remove.length === 0 ? 'nothing' : `${remove.length} ${remove.length === 1 ? 'node' : 'nodes'}`}`,
    ...reasons.map(({ text }) => `        ${text}`),
    ...(rows.length > 0 ? [textTable(rows)] : []),
    ...(stays === '' ? [] : [palette.dim(`  stay: ${stays}`)]),
  ].join('\n');
}

function headroomText(
  { nodeStartSeconds, workloads, placeholders, fitNow, resizes, withoutRoom, notes }: ReportHeadroom,
  palette: Palette,
  currency: string,
): string {
  const start = `a node is taken to start in ${formatNumber(nodeStartSeconds / 60)} min`;
  const nodes = resizes.map((each) => resizeText(each, currency)).join(' · ');
  const what =
    placeholders === 0
      ? 'none'
      : `${placeholders} ${placeholders === 1 ? 'placeholder' : 'placeholders'} of priority -10 · ${fitNow} fit now${nodes === '' ? '' : ` · others bring ${nodes}`}${withoutRoom === 0 ? '' : ` · for ${withoutRoom} no pool can grow`}`;
  const rows = workloads.map((each) => [
    `  ${each.namespace}/${each.name}`,
    `${each.placeholders} × ${amountsText(each)}`,
    each.text,
  ]);
  return [
    `${palette.bold('headroom')}  ${what} · ${start}`,
    ...(rows.length > 0 ? [textTable(rows)] : []),
    ...notes.map((text) => palette.dim(`  ${text}`)),
    ...(placeholders > 0 ? [palette.dim('  --placeholders prints their manifests')] : []),
  ].join('\n');
}

/** Of one placeholder. */
function amountsText({
  cpuCores,
  memoryBytes,
  gpus,
  placeholders,
}: ReportHeadroom['workloads'][number]): string {
  return [
    formatCores(cpuCores / placeholders),
    formatBytes(memoryBytes / placeholders),
    ...(gpus > 0 ? [`${formatNumber(gpus / placeholders)} GPU`] : []),
  ].join(', ');
}

function notesText({ assumptions, notes, basis }: NodePlanReport, palette: Palette): string {
  return [
    ...assumptions.map((text) => palette.dim(`assumed  ${text}`)),
    ...notes.map((text) => palette.dim(`note  ${text}`)),
    ...(basis ? [palette.dim(shortSource(basis.source))] : []),
  ].join('\n');
}
