import type { RightsizeItem, RightsizeReport, RightsizeRow } from '@kubectl-autoscale/core/advisor';
import { formatPrice, formatShare, formatSpan, shortSource } from '@kubectl-autoscale/core/units';

import type { TerminalStyle } from './terminal-style.ts';
import { textTable, widthOf } from './text-table.ts';

/** Requests and limits as they are and as they should be, workload by workload, each figure with its basis. */
export function rightsizeText(report: RightsizeReport, style: TerminalStyle): string {
  if (report.items.length === 0) {
    return `no Deployment or StatefulSet in what was named (${report.cluster})\n`;
  }
  const blocks = report.items.map((item) => workloadBlock(item, style));
  const total = report.items.length > 1 ? totalLine(report, style) : '';
  const notes = report.notes.map((note) => style.palette.dim(`note  ${note}`)).join('\n');
  return `${[...blocks, total, notes].filter((block) => block !== '').join('\n\n')}\n`;
}

function workloadBlock(item: RightsizeItem, style: TerminalStyle): string {
  const { palette } = style;
  const { kind, namespace, name } = item.workload;
  const pods = `${item.replicas} ${item.replicas === 1 ? 'replica' : 'replicas'}`;
  const parts = [
    `${palette.bold(`${namespace}/${name}`)}   ${kind} · ${pods}${costPart(item)}`,
    rowsText(item, style),
    basisLine(item, style),
    ...item.hpaTargets.map(({ text }) => `${palette.yellow('hpa')}   ${text}`),
    ...(item.vpa === undefined ? [] : [`${palette.yellow('vpa')}   ${item.vpa.text}`]),
    ...item.notes.map((note) => palette.dim(`note  ${note}`)),
    ...(item.cost?.unpriced ?? []).map((note) => palette.dim(`note  ${note}`)),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function costPart({ cost }: RightsizeItem): string {
  if (cost === undefined) return '';
  const { beforePerMonth, afterPerMonth, currency } = cost;
  const money = (amount: number): string => formatPrice(Math.abs(amount) < 0.005 ? 0 : amount, currency);
  return ` · ${money(beforePerMonth)} → ${money(afterPerMonth)} a month`;
}

const HEADER = ['CONTAINER', '', 'REQUEST', 'TARGET', 'RANGE', 'LIMIT', 'UNUSED', 'A MONTH', 'HEADROOM'];

function rowsText(item: RightsizeItem, style: TerminalStyle): string {
  if (item.rows.length === 0) return '';
  const currency = item.cost?.currency;
  const cells = item.rows.map((row, index) => {
    const sameContainer = item.rows[index - 1]?.container === row.container;
    return rowCells(row, sameContainer, currency, style);
  });
  const table = [HEADER.map((cell) => style.palette.dim(cell)), ...cells];
  const wide = textTable(table);
  return Math.max(...wide.split('\n').map(widthOf)) <= style.columns ? wide : narrowRows(item.rows, cells);
}

/** Where the table is too wide: two lines a row, the second one of what is beside the request. */
function narrowRows(rows: readonly RightsizeRow[], cells: readonly (readonly string[])[]): string {
  return rows
    .map(({ container, resource }, index) => {
      const [, , request = '', target = '', range = '', limit = '', unused = '', saving = '', headroom = ''] =
        cells[index] ?? [];
      const others = [
        ['limit', limit],
        ['unused', unused],
        ['a month', saving],
        ['headroom', headroom],
      ].flatMap(([title = '', value = '']) => (value === '' || value === '–' ? [] : [`${title} ${value}`]));
      return `${container}  ${resource} ${request} → ${target} (${range})\n    ${others.join(' · ')}`.trimEnd();
    })
    .join('\n');
}

function rowCells(
  row: RightsizeRow,
  sameContainer: boolean,
  currency: string | undefined,
  { palette }: TerminalStyle,
): string[] {
  const { wasteShare, savingPerMonth } = row;
  const unused =
    wasteShare === undefined
      ? '–'
      : wasteShare >= 0
        ? formatShare(wasteShare)
        : `short ${formatShare(-wasteShare)}`;
  return [
    sameContainer ? '' : row.container,
    row.resource,
    readable(row.currentRequest),
    row.currentRequest === row.target ? readable(row.target) : palette.bold(readable(row.target)),
    `${readable(row.lowerBound)}–${readable(row.upperBound)}`,
    limitCell(row),
    wasteShare !== undefined && wasteShare < 0 ? palette.red(unused) : unused,
    savingPerMonth === undefined || currency === undefined ? '–' : savingCell(savingPerMonth, currency),
    headroomCell(row, palette),
  ];
}

function limitCell({ currentLimit, targetLimit }: RightsizeRow): string {
  return currentLimit === undefined || targetLimit === undefined || targetLimit === currentLimit
    ? readable(currentLimit)
    : `${readable(currentLimit)} → ${readable(targetLimit)}`;
}

/** The VPA's figures are whole bytes: the table shows Mi, rounded up; JSON has them exact. */
function readable(quantity: string | undefined): string {
  if (quantity === undefined) return 'none';
  return /^\d{7,}$/.test(quantity) ? `${Math.ceil(Number(quantity) / 2 ** 20)}Mi` : quantity;
}

/** What the row frees (−) or takes (+). */
function savingCell(saving: number, currency: string): string {
  if (Math.abs(saving) < 0.005) return formatPrice(0, currency);
  return `${saving > 0 ? '−' : '+'}${formatPrice(Math.abs(saving), currency)}`;
}

/** Below a tenth, the next larger request or a slower garbage collection is an OOM kill. */
const THIN_HEADROOM = 0.1;

function headroomCell(row: RightsizeRow, palette: TerminalStyle['palette']): string {
  if (row.resource !== 'memory') return '';
  const { oomHeadroom, oomHeadroomAfter, oomKills = 0 } = row;
  const kills = oomKills > 0 ? ` · ${oomKills} OOM ${oomKills === 1 ? 'kill' : 'kills'}` : '';
  if (oomHeadroom === undefined) return `no limit${kills}`;
  const after =
    oomHeadroomAfter === undefined || formatShare(oomHeadroomAfter) === formatShare(oomHeadroom)
      ? ''
      : ` → ${formatShare(oomHeadroomAfter)}`;
  const text = `${formatShare(oomHeadroom)}${after}${kills}`;
  return oomHeadroom < THIN_HEADROOM || oomKills > 0 ? palette.red(text) : text;
}

function basisLine({ rows, cost }: RightsizeItem, { palette }: TerminalStyle): string {
  if (rows.length === 0) return '';
  const methods = ['cpu', 'memory'].flatMap((resource) => {
    const basis = rows.find((row) => row.resource === resource)?.basis;
    if (basis === undefined) return [];
    const span = basis.windowSeconds === undefined ? '' : ` over ${formatSpan(basis.windowSeconds)}`;
    return [`${resource} ${basis.method ?? ''}${span}`];
  });
  const source = rows[0] === undefined ? [] : [shortSource(rows[0].basis.source)];
  const prices = cost === undefined ? [] : [shortSource(cost.basis.source)];
  return palette.dim([...new Set(methods), ...source, ...prices].join('; '));
}

function totalLine({ items }: RightsizeReport, { palette }: TerminalStyle): string {
  const priced = items.flatMap(({ cost }) => cost ?? []);
  const [first] = priced;
  if (first === undefined) return '';
  const sum = (figure: 'beforePerMonth' | 'afterPerMonth'): number =>
    priced.reduce((total, cost) => total + cost[figure], 0);
  const { currency } = first;
  const [before, after] = [sum('beforePerMonth'), sum('afterPerMonth')];
  return (
    `${palette.bold('in all')}   ${formatPrice(before, currency)} → ${formatPrice(after, currency)} a month ` +
    `for ${priced.length} of ${items.length} workloads, at the replicas that they have`
  );
}
