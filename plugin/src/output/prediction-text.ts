import type {
  PredictionReport,
  ReportBacktest,
  ReportForecast,
  ReportPlannedReplicas,
} from '@kubectl-autoscale/core/advisor';
import { formatClock, formatFigure, formatShare, formatSpan } from '@kubectl-autoscale/core/units';

import { forecastChart } from './forecast-chart.ts';
import { replicaRange, replicaText } from './replica-text.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** Rows of the table of points: a long horizon is thinned out to about so many. */
const POINT_ROWS = 12;

/** A forecast for people: chart, points with interval, how well each model did on the past, and what to know of the history. */
export function predictionText(report: PredictionReport, style: TerminalStyle): string {
  const { forecast, noForecast, metric, replicas } = report;
  const scaled = replicas === undefined ? [] : [`replicas ${replicaText(replicas, style.timeZone)}`];
  const demand = metric.demandOf === undefined ? [] : [`demand ${metric.demandOf.why}`];
  if (forecast === undefined) {
    return `${[...demand, noForecast?.note ?? 'no forecast', ...scaled].join('\n')}\n`;
  }
  const chart = forecastChart(
    { metric, forecast, ...(replicas && { replicas }) },
    Date.parse(report.generatedAt),
    style,
  );
  const distrust = `Only to look at: nothing is scaled by this forecast. ${forecast.note ?? ''}`.trimEnd();
  const raised = (forecast.raisedBy ?? []).map((name) => `raised by ${name}`);
  const notices = [...raised, ...(forecast.notices ?? [])];
  const parts = [
    ...(forecast.trusted ? [] : [style.palette.yellow(distrust)]),
    chart,
    ...scaled,
    points(forecast, replicas?.planned ?? [], style),
    `pattern ${PATTERN_WORDS[forecast.pattern] ?? forecast.pattern}`,
    ...demand,
    models(forecast),
    ...(report.backtest === undefined ? [] : [backtestTable(report.backtest, style)]),
    ...(notices.length === 0 ? [] : [notices.map((notice) => `note   ${notice}`).join('\n')]),
    basisLine(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

const PATTERN_WORDS: Readonly<Record<string, string>> = {
  constant: 'constant: it does not change',
  increasing: 'increasing: a trend carries most of it',
  decreasing: 'decreasing: a trend carries most of it',
  daily_seasonal: 'daily_seasonal: days resemble each other',
  weekly_seasonal: 'weekly_seasonal: weeks resemble each other more than days do',
  daily_and_weekly_seasonal: 'daily_and_weekly_seasonal: days resemble each other, and weeks even more',
  seasonal: 'seasonal: a cycle that is neither a day nor a week',
  irregular: 'irregular: no cycle and no trend carries it',
};

function backtestTable({ origins, spanSeconds, steps }: ReportBacktest, style: TerminalStyle): string {
  const header = ['AHEAD', 'ERROR', 'MEAN OF 5', 'SKILL', 'SMAPE', 'MASE', 'COVERED', 'PINBALL', 'MSIS'];
  const share = (value: number | undefined): string => (value === undefined ? '–' : formatShare(value));
  const ratio = (value: number | undefined): string => (value === undefined ? '–' : value.toPrecision(3));
  const rows = steps.map((step) => [
    formatSpan(step.aheadMinutes * 60),
    share(step.wape),
    share(step.referenceWape),
    share(step.skill),
    ratio(step.smape),
    ratio(step.mase),
    share(step.coverage),
    ratio(step.pinball),
    ratio(step.msis),
  ]);
  return `backtest: forecast again at ${origins} moments of the newest ${formatSpan(spanSeconds)}\n${textTable(
    [header.map((cell) => style.palette.dim(cell)), ...rows],
  )}`;
}

function points(
  forecast: ReportForecast,
  planned: readonly ReportPlannedReplicas[],
  style: TerminalStyle,
): string {
  const every = Math.max(1, Math.ceil(forecast.points.length / POINT_ROWS));
  const shown = forecast.points.filter((_, index) => (forecast.points.length - 1 - index) % every === 0);
  const replicasAt = new Map(planned.map((each) => [each.at, replicaRange(each)]));
  const header = ['AT', 'FORECAST', 'LOWER', 'UPPER', ...(planned.length === 0 ? [] : ['REPLICAS'])];
  const figure = (value: number): string => formatFigure(value, forecast.unit);
  return textTable([
    header.map((cell) => style.palette.dim(cell)),
    ...shown.map(({ at, value, lower, upper }) => [
      formatClock(at, style.timeZone),
      figure(value),
      figure(lower),
      figure(upper),
      ...(planned.length === 0 ? [] : [replicasAt.get(at) ?? '']),
    ]),
  ]);
}

function models(forecast: ReportForecast): string {
  const { error } = forecast;
  const rows = forecast.candidates.map(({ model, wape, weight }) => [
    model === forecast.model ? `* ${model}` : `  ${model}`,
    wape === undefined ? 'not measurable' : `error ${formatShare(wape)}`,
    weight < 0.005 ? '' : `weight ${formatShare(weight)}`,
  ]);
  const measured =
    `measured ${formatSpan(forecast.horizonMinutes * 60)} ahead at ${error.origins} past moments over ${formatSpan(error.spanSeconds)}; ` +
    `${formatShare(error.measuredCoverage)} of values fell inside the interval (meant: ${formatShare(forecast.coverage)})`;
  return `${textTable(rows)}\n${measured}${noiseLine(forecast)}`;
}

/** What of the error is noise, where it was estimated. */
function noiseLine({ error: { noiseFloor, meanWape } }: ReportForecast): string {
  if (noiseFloor === undefined) return '';
  const mean =
    meanWape === undefined ? '' : `; of the mean over the horizon the error is ${formatShare(meanWape)}`;
  return `\nabout ${formatShare(noiseFloor.step)} of a single value is noise that no forecast knows${mean}`;
}

function basisLine({ metric }: PredictionReport): string {
  const { source, windowSeconds, method } = metric.basis;
  return `basis  ${source} · ${method ?? ''} · ${windowSeconds === undefined ? '' : `${formatSpan(windowSeconds)} of history`}`;
}
