import type { ManifestCostReport, ManifestCostRow } from '@kubectl-autoscale/core/advisor';
import { formatPrice, formatRate, shortSource } from '@kubectl-autoscale/core/units';

import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** What manifests would cost, for people. */
export function manifestCostText(report: ManifestCostReport, { palette }: TerminalStyle): string {
  const { currency, rows } = report;
  const header = ['WORKLOAD', 'REPLICAS', 'COST', 'A MONTH', 'RANGE', 'WHERE'].map((cell) =>
    palette.dim(cell),
  );
  const table = rows.length === 0 ? [] : [textTable([header, ...rows.map((row) => cellsOf(row, currency))])];
  return `${[
    `${palette.bold('predicted')}   ${formatRate(report.perHour, currency)} · ${formatPrice(report.perMonth, currency)} a month · ${rows.length} ${rows.length === 1 ? 'workload' : 'workloads'} of ${report.source}`,
    ...table,
    [
      ...report.unpriced.map((text) => palette.yellow(`not priced  ${text}`)),
      ...(report.leftOut.length === 0
        ? []
        : [
            palette.dim(
              `left out  ${report.leftOut.join(', ')}: their cost depends on nodes and on how long they run`,
            ),
          ]),
      ...report.assumptions.map((text) => palette.dim(`assumed  ${text}`)),
      palette.dim(
        `${shortSource(report.basis.source)}; range: least replicas at their share, most replicas with a node each`,
      ),
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function cellsOf(row: ManifestCostRow, currency: string): readonly string[] {
  const { minReplicas, maxReplicas, replicas, perHour, perMonth, rangePerHour } = row;
  const bounds = maxReplicas === undefined ? '' : ` (${minReplicas ?? 1}–${maxReplicas})`;
  return [
    row.workload,
    `${replicas}${bounds}`,
    perHour === undefined ? 'not priced' : formatRate(perHour, currency),
    perMonth === undefined ? '–' : formatPrice(perMonth, currency),
    rangePerHour === undefined
      ? '–'
      : `${formatPrice(rangePerHour.lower, currency)}–${formatRate(rangePerHour.upper, currency)}`,
    `${row.file}:${row.line}`,
  ];
}
