import type { PredictionReport, ReportForecast } from '@kubectl-autoscale/core/advisor';

import { formatClock, formatFigure, formatShare, formatSpan } from './figures.ts';
import { forecastChart } from './forecast-chart.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** Rows of the table of points: a long horizon is thinned out to about so many. */
const POINT_ROWS = 12;

/** A forecast for people: chart, points with interval, and how well each model did on the past. */
export function predictionText(report: PredictionReport, style: TerminalStyle): string {
  const { forecast, noForecast, metric } = report;
  if (forecast === undefined) return `${noForecast?.note ?? 'no forecast'}\n`;
  const chart = forecastChart(metric, forecast, Date.parse(report.generatedAt), style);
  const trust = forecast.trusted ? [] : [style.palette.yellow(forecast.note ?? 'not trusted')];
  return `${[chart, points(forecast, style), models(forecast), ...trust, basisLine(report)].join('\n\n')}\n`;
}

function points(forecast: ReportForecast, style: TerminalStyle): string {
  const every = Math.max(1, Math.ceil(forecast.points.length / POINT_ROWS));
  const shown = forecast.points.filter((_, index) => (forecast.points.length - 1 - index) % every === 0);
  const header = ['AT', 'FORECAST', 'LOWER', 'UPPER'].map((cell) => style.palette.dim(cell));
  const figure = (value: number): string => formatFigure(value, forecast.unit);
  return textTable([
    header,
    ...shown.map(({ at, value, lower, upper }) => [
      formatClock(at, style.timeZone),
      figure(value),
      figure(lower),
      figure(upper),
    ]),
  ]);
}

function models(forecast: ReportForecast): string {
  const { error } = forecast;
  const rows = forecast.candidates.map(({ model, wape }) => [
    model === forecast.model ? `* ${model}` : `  ${model}`,
    wape === undefined ? 'not measurable' : `error ${formatShare(wape)}`,
  ]);
  const measured =
    `measured ${forecast.horizonMinutes} min ahead at ${error.origins} past moments over ${formatSpan(error.spanSeconds)}; ` +
    `${formatShare(error.measuredCoverage)} of values fell inside the interval (meant: ${formatShare(forecast.coverage)})`;
  return `${textTable(rows)}\n${measured}`;
}

function basisLine({ metric }: PredictionReport): string {
  const { source, windowSeconds, method } = metric.basis;
  return `basis  ${source} · ${method ?? ''} · ${windowSeconds === undefined ? '' : `${formatSpan(windowSeconds)} of history`}`;
}
