import type { ReportRank, WorkloadReport, WorkloadReportList } from '@kubectl-autoscale/core/advisor';
import { sparkline } from '@kubectl-autoscale/core/charts';
import {
  formatChange,
  formatFigure,
  formatRate,
  formatShare,
  shortSource,
} from '@kubectl-autoscale/core/units';

import { historyValues } from './history-values.ts';
import { rankedWorkloadsText } from './ranked-workloads-text.ts';
import type { ReportRows } from './report-table.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';
import { replicasText, unusedCpu, unusedCpuShare } from './workload-cells.ts';

const SPARK_WIDTH = 12;

/** Heads of {@link workloadCells}. */
export const workloadHeads = [
  'WORKLOAD',
  'REPLICAS',
  'DEMAND',
  'LAST DAY',
  'AHEAD',
  'ERROR',
  'CPU UNUSED',
  'COST',
  'AFTER',
] as const;

/** Many workloads, one line each, then what is wrong with some of them. */
export function workloadListText(list: WorkloadReportList, style: TerminalStyle): string {
  if (list.items.length === 0) return `no Deployment or StatefulSet in what was named (${list.cluster})\n`;
  if (list.ranking !== undefined) return rankedWorkloadsText(list, list.ranking, totals(list), style);
  const rows = list.items.map((report) => workloadCells(report, style));
  const notes = list.items.flatMap((report) =>
    report.scaling.notes.map((note) =>
      style.palette.yellow(`${report.workload.namespace}/${report.workload.name}: ${note}`),
    ),
  );
  const table = textTable([workloadHeads.map((cell) => style.palette.dim(cell)), ...rows]);
  return `${[table, totals(list), ...notes].filter((part) => part !== '').join('\n')}\n`;
}

/** One workload of many; what stands behind the last head says why no HPA decides. */
export function workloadCells(report: WorkloadReport, style: TerminalStyle): string[] {
  const { workload, scaling, forecast, cost } = report;
  const [demand] = report.metrics;
  const end = forecast?.points.at(-1);
  return [
    `${workload.namespace}/${workload.name}`,
    replicasText(report, style),
    demand?.current === undefined ? '–' : figureOf(demand.current, demand.unit),
    demand === undefined
      ? ''
      : sparkline(historyValues(demand, 86_400), { width: SPARK_WIDTH, ascii: !style.unicode }),
    end === undefined || forecast?.trusted === false
      ? 'reactive'
      : `${figureOf(end.value, forecast?.unit ?? '')} (${figureOf(end.lower, '')}–${figureOf(end.upper, '')})`,
    forecast?.error.wape === undefined ? '–' : formatShare(forecast.error.wape),
    unusedCpu(report),
    cost === undefined ? '–' : formatRate(cost.now.perHour, cost.now.currency),
    cost?.after === undefined
      ? '–'
      : `${formatRate(cost.after.perHour, cost.after.currency)} (${formatChange(cost.changeShare ?? 0)})`,
    scaling.decidedBy === 'hpa'
      ? ''
      : style.palette.dim(scaling.hpa === undefined ? 'no HPA' : 'HPA incomplete'),
  ];
}

function figureOf(value: number, unit: string): string {
  return unit === 'requests/s' ? `${formatFigure(value, unit)}/s` : formatFigure(value, unit);
}

function totals({ items }: WorkloadReportList): string {
  const costs = items.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
  const [first] = costs;
  if (first === undefined || costs.some((cost) => cost.now.currency !== first.now.currency)) return '';
  const now = costs.reduce((sum, cost) => sum + cost.now.perHour, 0);
  const after = costs.reduce((sum, cost) => sum + (cost.after ?? cost.now).perHour, 0);
  const { currency } = first.now;
  return `\n${formatRate(now, currency)} now, ${formatRate(after, currency)} after (${formatChange(now === 0 ? 0 : (after - now) / now)}) · ${shortSource(first.basis.source)}`;
}

/** The same as rows, with what the table has no room for. Shares are between 0 and 1 in CSV, money is per hour. */
export function workloadRows(
  reports: readonly WorkloadReport[],
  ranking?: readonly ReportRank[],
): ReportRows<WorkloadReport> {
  const ranks = new Map(ranking?.map((rank, index) => [reports[index], rank]));
  const last = ({ forecast }: WorkloadReport) =>
    forecast?.trusted === false ? undefined : forecast?.points.at(-1);
  const text = (value: string | number | undefined): string => (value === undefined ? '' : String(value));
  const price = (cost: { readonly perHour: number; readonly currency: string } | undefined): string =>
    cost === undefined ? '' : formatRate(cost.perHour, cost.currency);
  return {
    rows: reports,
    columns: [
      { title: 'NAMESPACE', text: ({ workload }) => workload.namespace },
      { title: 'WORKLOAD', text: ({ workload }) => workload.name },
      { title: 'KIND', text: ({ workload }) => workload.kind },
      { title: 'REPLICAS', text: ({ scaling }) => String(scaling.now.currentReplicas) },
      { title: 'DESIRED', text: ({ scaling }) => String((scaling.ahead ?? scaling.now).desiredReplicas) },
      {
        title: 'DEMAND',
        text: ({ metrics: [demand] }) =>
          demand?.current === undefined ? '' : figureOf(demand.current, demand.unit),
        value: ({ metrics: [demand] }) => demand?.current,
      },
      {
        title: 'AHEAD',
        text: (report) =>
          last(report) ? figureOf(last(report)?.value ?? 0, report.forecast?.unit ?? '') : 'reactive',
        value: (report) => last(report)?.value,
      },
      {
        title: 'AHEAD LOWER',
        text: (report) => text(last(report) && figureOf(last(report)?.lower ?? 0, '')),
        value: (report) => last(report)?.lower,
      },
      {
        title: 'AHEAD UPPER',
        text: (report) => text(last(report) && figureOf(last(report)?.upper ?? 0, '')),
        value: (report) => last(report)?.upper,
      },
      {
        title: 'ERROR',
        text: ({ forecast }) => (forecast?.error.wape === undefined ? '' : formatShare(forecast.error.wape)),
        value: ({ forecast }) => forecast?.error.wape,
      },
      { title: 'CPU UNUSED', text: unusedCpu, value: unusedCpuShare },
      { title: 'COST', text: ({ cost }) => price(cost?.now), value: ({ cost }) => cost?.now.perHour },
      { title: 'AFTER', text: ({ cost }) => price(cost?.after), value: ({ cost }) => cost?.after?.perHour },
      { title: 'CURRENCY', text: ({ cost }) => cost?.now.currency ?? '' },
      ...(ranking === undefined ? [] : rankColumns(ranks)),
      { title: 'NOTES', text: ({ scaling }) => scaling.notes.join('; ') },
    ],
    name: ({ workload }) => `${workload.kind.toLowerCase()}.apps/${workload.name}`,
  };
}

function rankColumns(
  ranks: ReadonlyMap<WorkloadReport | undefined, ReportRank>,
): ReportRows<WorkloadReport>['columns'] {
  const rankOf = (report: WorkloadReport): ReportRank | undefined => ranks.get(report);
  return [
    {
      title: 'UNUSED COST',
      text: (report) => {
        const { unusedPerHour, currency } = rankOf(report) ?? {};
        return unusedPerHour === undefined ? '' : formatRate(unusedPerHour, currency ?? '');
      },
      value: (report) => rankOf(report)?.unusedPerHour,
    },
    { title: 'RISK', text: (report) => rankOf(report)?.risks[0]?.severity ?? '' },
    { title: 'RISKS', text: (report) => (rankOf(report)?.risks ?? []).map(({ text }) => text).join('; ') },
  ];
}
