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
function unusedCpu({ requests }: WorkloadReport): string {
  const shares = requests.flatMap(({ resource, wasteShare }) =>
    resource === 'cpu' && wasteShare !== undefined ? [wasteShare] : [],
  );
  return shares.length === 0 ? '–' : formatShare(Math.max(0, ...shares));
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
