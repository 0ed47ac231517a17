import type { ReportRank, WorkloadReport, WorkloadReportList } from '@kubectl-autoscale/core/advisor';
import { formatRate } from '@kubectl-autoscale/core/units';

import { fittedTable } from './fitted-table.ts';
import { labelledRows } from './labelled-rows.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { replicasText, unusedCpu } from './workload-cells.ts';

/** Rows that are shown; every other format has them all. */
const shownRows = 40;
/** Risks that are spelled out. */
const shownRisks = 20;

/** A cluster's workloads in the order of what they risk and waste, then what the worst risks are. */
export function rankedWorkloadsText(
  { items }: WorkloadReportList,
  ranking: readonly ReportRank[],
  totals: string,
  style: TerminalStyle,
): string {
  const { palette } = style;
  const heads = ['WORKLOAD', 'RISK', 'UNUSED', 'COST', 'AFTER', 'CPU UNUSED', 'REPLICAS'];
  const rows = items.slice(0, shownRows).map((report, index) => cells(report, ranking[index], style));
  const risks = ranking.slice(0, shownRows).flatMap(({ workload, risks: own }) =>
    own
      .filter(({ severity }) => severity !== 'info')
      .map(({ severity, text }) => ({
        label: severity,
        subject: `${workload.namespace}/${workload.name}`,
        text,
        dress: severity === 'error' ? palette.red : palette.yellow,
      })),
  );
  const more = (left: number, what: string): string =>
    left > 0 ? palette.dim(`… and ${left} more ${what}: -o wide has them all`) : '';
  return `${[
    fittedTable(heads, rows, style, { leastFirst: ['CPU UNUSED', 'AFTER', 'COST'] }),
    more(items.length - shownRows, 'workloads'),
    totals,
    ...(risks.length === 0 ? [] : ['', labelledRows(risks.slice(0, shownRisks), style.columns)]),
    more(risks.length - shownRisks, 'risks'),
  ]
    .filter((part, index) => part !== '' || index === 3)
    .join('\n')}\n`;
}

function cells(report: WorkloadReport, rank: ReportRank | undefined, style: TerminalStyle): string[] {
  const { palette } = style;
  const { workload, cost } = report;
  const severity = rank?.risks[0]?.severity;
  const dress = severity === 'error' ? palette.red : severity === 'warning' ? palette.yellow : palette.dim;
  const rate = (money: { readonly perHour: number; readonly currency: string } | undefined): string =>
    money === undefined ? '–' : formatRate(money.perHour, money.currency);
  return [
    `${workload.namespace}/${workload.name}`,
    severity === undefined ? '' : dress(severity),
    rank?.unusedPerHour === undefined ? '–' : formatRate(rank.unusedPerHour, rank.currency ?? ''),
    rate(cost?.now),
    rate(cost?.after),
    unusedCpu(report),
    replicasText(report, style),
  ];
}
