import type { WorkloadReport, WorkloadReportList } from '@kubectl-autoscale/core/advisor';
import { sparkline } from '@kubectl-autoscale/core/charts';
import {
  formatChange,
  formatFigure,
  formatRate,
  formatShare,
  shortSource,
} from '@kubectl-autoscale/core/units';

import { historyValues } from './history-values.ts';
import type { ReportRows } from './report-table.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

const SPARK_WIDTH = 12;

/** Many workloads, one line each, then what is wrong with some of them. */
export function workloadListText(list: WorkloadReportList, style: TerminalStyle): string {
  if (list.items.length === 0) return `no Deployment or StatefulSet in what was named (${list.cluster})\n`;
  const header = [
    'WORKLOAD',
    'REPLICAS',
    'DEMAND',
    'LAST DAY',
    'AHEAD',
    'ERROR',
    'CPU UNUSED',
    'COST',
    'AFTER',
  ];
  const rows = list.items.map((report) => row(report, style));
  const notes = list.items.flatMap((report) =>
    report.scaling.notes.map((note) =>
      style.palette.yellow(`${report.workload.namespace}/${report.workload.name}: ${note}`),
    ),
  );
  const table = textTable([header.map((cell) => style.palette.dim(cell)), ...rows]);
  return `${[table, totals(list), ...notes].filter((part) => part !== '').join('\n')}\n`;
}

function row(report: WorkloadReport, style: TerminalStyle): string[] {
  const { workload, scaling, forecast, cost } = report;
  const [demand] = report.metrics;
  const end = forecast?.points.at(-1);
  return [
    `${workload.namespace}/${workload.name}`,
    replicas(report, style),
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

function replicas({ scaling }: WorkloadReport, style: TerminalStyle): string {
  const target = scaling.ahead ?? scaling.now;
  return target.desiredReplicas === scaling.now.currentReplicas
    ? String(scaling.now.currentReplicas)
    : `${scaling.now.currentReplicas} → ${style.palette.bold(String(target.desiredReplicas))}`;
}

/** Of all containers' CPU requests together. */
function unusedCpuShare({ requests }: WorkloadReport): number | undefined {
  const shares = requests.flatMap(({ resource, wasteShare }) =>
    resource === 'cpu' && wasteShare !== undefined ? [wasteShare] : [],
  );
  return shares.length === 0 ? undefined : Math.max(0, ...shares);
}

function unusedCpu(report: WorkloadReport): string {
  const share = unusedCpuShare(report);
  return share === undefined ? '–' : formatShare(share);
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
export function workloadRows(reports: readonly WorkloadReport[]): ReportRows<WorkloadReport> {
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
      { title: 'NOTES', text: ({ scaling }) => scaling.notes.join('; ') },
    ],
    name: ({ workload }) => `${workload.kind.toLowerCase()}.apps/${workload.name}`,
  };
}
