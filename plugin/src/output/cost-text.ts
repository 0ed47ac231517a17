import type { CostAction, CostPlan, CostReport } from '@kubectl-autoscale/core/advisor';
import {
  formatChange,
  formatPrice,
  formatRate,
  formatShare,
  HOURS_PER_MONTH,
  shortSource,
} from '@kubectl-autoscale/core/units';

import { fittedTable } from './fitted-table.ts';
import { gpusThenText } from './gpus-then-text.ts';
import { savingText } from './saving-text.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** Rows of a breakdown that are shown; JSON has them all. */
const shownRows = 15;

/** A cost report for people: the bill, for whom it is, what could be saved step by step, and where the figures are from. */
export function costText(report: CostReport, style: TerminalStyle): string {
  const blocks = [
    headline(report, style),
    nodesTable(report, style),
    rowsTable(report, style),
    ...(report.plan ? [planText(report.plan, report.now.currency, style)] : []),
    notesText(report, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headline(
  { now, idle, nodes, commitments = [], monthByProfile, cluster }: CostReport,
  { palette }: TerminalStyle,
): string {
  const { currency, perHour, perMonth, rangePerHour } = now;
  const count = nodes.reduce((sum, each) => sum + each.nodes, 0);
  const range = rangePerHour
    ? ` (${formatPrice(rangePerHour.lower, currency)}–${formatPrice(rangePerHour.upper, currency)})`
    : '';
  const idleShare = perHour === 0 ? 0 : idle.perHour / perHour;
  return [
    `${palette.bold('cost now')}   ${formatRate(perHour, currency)}${range} · ${formatPrice(perMonth, currency)} a month · ${count} ${count === 1 ? 'node' : 'nodes'} · ${cluster}`,
    `${palette.bold('idle')}       ${formatRate(idle.perHour, currency)} · ${formatPrice(idle.perMonth, currency)} a month · ${formatShare(idleShare)} of the nodes that no pod asks for`,
    ...commitments.map(
      ({ name, perHour: paid, usedPerHour }) =>
        `${palette.bold('committed')}  ${formatRate(paid, currency)} · ${name}, ${formatShare(paid === 0 ? 0 : usedPerHour / paid)} of it serves nodes that there are`,
    ),
    ...(monthByProfile
      ? [
          `${palette.bold('month')}      ${formatPrice(monthByProfile.perMonth, currency)} by the hourly profile: ${monthByProfile.basis}`,
        ]
      : []),
  ].join('\n');
}

function nodesTable({ nodes, now: { currency } }: CostReport, { palette }: TerminalStyle): string {
  if (nodes.length === 0) return '';
  const header = ['NODES', 'TYPE', '', 'EACH', 'TOTAL', 'A MONTH', 'IDLE'].map((cell) => palette.dim(cell));
  const rows = nodes.map((each) => [
    String(each.nodes),
    each.instanceType,
    each.capacityType,
    formatRate(each.perNodePerHour, currency),
    formatRate(each.perHour, currency),
    formatPrice(each.perMonth, currency),
    formatShare(each.perHour === 0 ? 0 : each.idlePerHour / each.perHour),
  ]);
  return textTable([header, ...rows]);
}

function rowsTable(
  { by, rows, idle, commitments = [], now }: CostReport,
  { palette }: TerminalStyle,
): string {
  if (rows.length === 0) return '';
  const { currency } = now;
  const withRequests = rows.some((row) => row.perThousandRequests !== undefined);
  const header = [
    by.toUpperCase(),
    'PODS',
    'COST',
    'A MONTH',
    'SHARE',
    ...(withRequests ? ['PER 1,000 REQUESTS'] : []),
  ];
  const shown = rows
    .slice(0, shownRows)
    .map((row) => [
      row.name,
      String(row.pods),
      formatRate(row.perHour, currency),
      formatPrice(row.perMonth, currency),
      formatShare(row.share),
      ...(row.perThousandRequests === undefined ? [] : [formatPrice(row.perThousandRequests, currency)]),
    ]);
  const nobodys = (name: string, perHour: number): readonly string[] => [
    palette.dim(name),
    '',
    formatRate(perHour, currency),
    formatPrice(perHour * HOURS_PER_MONTH, currency),
    formatShare(now.perHour === 0 ? 0 : perHour / now.perHour),
  ];
  const unused = commitments.reduce((sum, { unusedPerHour }) => sum + unusedPerHour, 0);
  const idleRows = [
    nobodys('(idle)', idle.perHour),
    ...(commitments.length === 0 ? [] : [nobodys('(committed, unused)', unused)]),
  ];
  const more =
    rows.length > shownRows
      ? `\n${palette.dim(`… and ${rows.length - shownRows} more: -o json has them all`)}`
      : '';
  return textTable([header.map((cell) => palette.dim(cell)), ...shown, ...idleRows]) + more;
}

function planText(plan: CostPlan, currency: string, style: TerminalStyle): string {
  const { palette } = style;
  const header = ['WHAT COULD BE DONE', 'ALONE', 'IN SEQUENCE', 'A MONTH', 'OF NOW', 'THEN'];
  const rows = plan.actions.map((action) => actionCells(action, currency));
  const { total } = plan;
  const totalRow = [
    palette.bold('in all'),
    '',
    palette.bold(savingText(total.savingPerHour, currency, '/h')),
    palette.bold(savingText(total.savingPerMonth, currency, '')),
    palette.bold(formatChange(-(total.savingShare ?? 0))),
    palette.bold(formatRate(total.afterPerHour, currency)),
  ];
  const details = plan.actions.flatMap(({ id, details: texts }) =>
    texts.map((text) => palette.dim(`${id}: ${text}`)),
  );
  return [
    fittedTable(header, [...rows, totalRow], style, { leastFirst: ['ALONE', 'A MONTH', 'THEN'] }),
    ...details,
    ...(plan.mix ? ['', mixText(plan.mix, currency, style)] : []),
  ].join('\n');
}

function actionCells({ title, alone, inSequence }: CostAction, currency: string): readonly string[] {
  return [
    title,
    savingText(alone.savingPerHour, currency, '/h'),
    savingText(inSequence.savingPerHour, currency, '/h'),
    savingText(inSequence.savingPerMonth, currency, ''),
    formatChange(-(inSequence.savingShare ?? 0)),
    formatRate(inSequence.afterPerHour, currency),
  ];
}

function mixText(mix: NonNullable<CostPlan['mix']>, currency: string, { palette }: TerminalStyle): string {
  const quality = [
    `${formatRate(mix.perHour, currency)} in the hour that needs most`,
    ...(mix.gap === undefined || mix.boundPerHour === undefined
      ? []
      : [
          `at most ${formatShare(mix.gap)} above the least possible (${formatRate(mix.boundPerHour, currency)})`,
        ]),
    `first fit decreasing: ${formatRate(mix.firstFitPerHour, currency)}`,
    ...(mix.outOfTime ? ['the search ended by its time limit'] : []),
  ];
  const steps = mix.steps.map(({ instanceType, capacityType, zone, from, to }) => [
    `  ${to > from ? '+' : '−'} ${Math.abs(to - from)}`,
    instanceType,
    capacityType,
    zone ?? '',
    `${from} → ${to}`,
  ]);
  const unplaced = mix.unplaced.map(({ pod, reasons }) =>
    palette.yellow(`no node for ${pod}: ${reasons.join(', ')}`),
  );
  return [
    `${palette.bold('nodes then')} ${quality.join(' · ')}`,
    ...(steps.length === 0 ? ['  as they are'] : [textTable(steps)]),
    ...(mix.gpus ? [`GPUs then ${gpusThenText(mix.gpus)}`] : []),
    ...unplaced,
  ].join('\n');
}

function notesText({ unpriced, assumptions, notes, basis }: CostReport, { palette }: TerminalStyle): string {
  return [
    ...unpriced.map((text) => palette.yellow(`not priced  ${text}`)),
    ...assumptions.map((text) => palette.dim(`assumed  ${text}`)),
    ...notes.map((text) => palette.dim(`note  ${text}`)),
    palette.dim(`${shortSource(basis.source)}; ${basis.method ?? ''}; a month has 730 hours`),
  ].join('\n');
}
