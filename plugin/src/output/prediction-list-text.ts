import type { PredictionList, PredictionReport, ReportForecastPoint } from '@kubectl-autoscale/core/advisor';
import { sparkline } from '@kubectl-autoscale/core/charts';
import { formatChange, formatFigure, formatShare, formatSpan } from '@kubectl-autoscale/core/units';

import { historyValues } from './history-values.ts';
import type { ReportRows } from './report-table.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

const SPARK_WIDTH = 12;
const DAY_SECONDS = 86_400;

/** What is coming to each workload, one line each: the last day, now, and the peak ahead with its range where the forecast is ready. */
export function predictionListText(list: PredictionList, style: TerminalStyle): string {
  if (list.items.length === 0) return `no Deployment or StatefulSet in what was named (${list.cluster})\n`;
  const span = formatSpan(list.horizonMinutes * 60);
  const header = [
    'WORKLOAD',
    'DEMAND',
    'LAST DAY',
    'NOW',
    `PEAK IN ${span.toUpperCase()}`,
    'CHANGE',
    'ERROR',
  ];
  const table = textTable([
    header.map((cell) => style.palette.dim(cell)),
    ...list.items.map((item) => cells(item, style)),
  ]);
  const legend = [
    `peak    the highest point of the forecast for the next ${span}, with its ${formatShare(list.coverage)} interval; "reactive" where no model beats the mean of the last five values`,
    `error   of such a forecast, measured on the past`,
    `basis   ${list.source}`,
  ];
  return `${table}\n\n${legend.map((line) => style.palette.dim(line)).join('\n')}\n`;
}

function cells(report: PredictionReport, style: TerminalStyle): string[] {
  const { metric, workload, forecast } = report;
  const peak = peakOf(report);
  const figure = (value: number): string => formatFigure(value, metric.unit);
  return [
    `${workload?.namespace ?? ''}/${workload?.name ?? ''}`,
    metric.title,
    sparkline(historyValues(metric, DAY_SECONDS), { width: SPARK_WIDTH, ascii: !style.unicode }),
    metric.current === undefined ? '–' : figure(metric.current),
    peak === undefined
      ? style.palette.yellow(readiness(report))
      : `${figure(peak.value)} (${figure(peak.lower)}–${figure(peak.upper)})`,
    changeText(report),
    forecast?.error.wape === undefined ? '–' : formatShare(forecast.error.wape),
  ];
}

/** The highest point of a forecast that may be acted on. */
function peakOf({ forecast }: PredictionReport): ReportForecastPoint | undefined {
  if (forecast?.trusted !== true) return undefined;
  return forecast.points.reduce<ReportForecastPoint | undefined>(
    (best, point) => (best === undefined || point.value > best.value ? point : best),
    undefined,
  );
}

/** `yes`, or why not, or when: as soon as there is the history that a forecast needs. */
function readiness({ forecast, noForecast, metric }: PredictionReport): string {
  if (forecast !== undefined) return forecast.trusted ? 'yes' : 'reactive';
  if (noForecast === undefined || metric.history.values.length === 0) return 'no samples';
  return `ready in ${formatSpan(Math.max(0, noForecast.needSeconds - noForecast.haveSeconds))}`;
}

function changeOf(report: PredictionReport): number | undefined {
  const { current } = report.metric;
  const peak = peakOf(report);
  return peak === undefined || current === undefined || current === 0 ? undefined : peak.value / current - 1;
}

function changeText(report: PredictionReport): string {
  const change = changeOf(report);
  return change === undefined ? '–' : formatChange(change);
}

/** A row for each workload; shares are between 0 and 1 in CSV. */
export function predictionListRows({ items, horizonMinutes }: PredictionList): ReportRows<PredictionReport> {
  const peak = (of: 'value' | 'lower' | 'upper') => ({
    text: (report: PredictionReport): string => {
      const value = peakOf(report)?.[of];
      return value === undefined ? '' : formatFigure(value, report.metric.unit);
    },
    value: (report: PredictionReport) => peakOf(report)?.[of],
  });
  return {
    rows: items,
    columns: [
      { title: 'NAMESPACE', text: ({ workload }) => workload?.namespace ?? '' },
      { title: 'WORKLOAD', text: ({ workload }) => workload?.name ?? '' },
      { title: 'KIND', text: ({ workload }) => workload?.kind ?? '' },
      { title: 'DEMAND', text: ({ metric }) => metric.title },
      { title: 'UNIT', text: ({ metric }) => metric.unit },
      {
        title: 'NOW',
        text: ({ metric }) => (metric.current === undefined ? '' : formatFigure(metric.current, metric.unit)),
        value: ({ metric }) => metric.current,
      },
      { title: 'HORIZON', text: () => formatSpan(horizonMinutes * 60) },
      { title: 'PEAK', ...peak('value') },
      { title: 'PEAK LOWER', ...peak('lower') },
      { title: 'PEAK UPPER', ...peak('upper') },
      { title: 'PEAK AT', text: (report) => peakOf(report)?.at ?? '' },
      { title: 'CHANGE', text: changeText, value: changeOf },
      { title: 'PATTERN', text: ({ forecast }) => forecast?.pattern ?? '' },
      {
        title: 'ERROR',
        text: ({ forecast }) => (forecast?.error.wape === undefined ? '' : formatShare(forecast.error.wape)),
        value: ({ forecast }) => forecast?.error.wape,
      },
      { title: 'READY', text: readiness },
    ],
    name: ({ workload }) => `${(workload?.kind ?? '').toLowerCase()}.apps/${workload?.name ?? ''}`,
  };
}
