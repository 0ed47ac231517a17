import type { ReportForecast, ReportMetric } from '@kubectl-autoscale/core/advisor';
import { asciiChart, type Chart, unicodeChart } from '@kubectl-autoscale/core/charts';

import type { TerminalStyle } from './terminal-style.ts';

const HEIGHT = 8;
const MAX_WIDTH = 110;
/** Enough of the past to see the day's shape beside the minutes that are forecast. */
const SHOWN_MS = 12 * 3_600_000;

/** History, forecast and interval of a demand metric, up to `nowMs` and beyond. */
export function forecastChart(
  metric: ReportMetric,
  forecast: ReportForecast,
  nowMs: number,
  style: TerminalStyle,
): string {
  const options = { width: Math.min(style.columns, MAX_WIDTH), height: HEIGHT, timeZone: style.timeZone };
  const chart = chartOfForecast(metric, forecast, nowMs, SHOWN_MS);
  return style.unicode ? unicodeChart(chart, options) : asciiChart(chart, options);
}

/** The newest `shownMs` of the history, and the forecast, whatever they are drawn with. */
export function chartOfForecast(
  { title, history }: ReportMetric,
  forecast: ReportForecast,
  nowMs: number,
  shownMs: number,
): Chart {
  const startMs = Date.parse(history.start);
  const all = history.values.map((value, index) => ({
    timestampMs: startMs + index * history.stepSeconds * 1000,
    value: value ?? Number.NaN,
  }));
  const shown = all.filter(({ timestampMs }) => timestampMs >= nowMs - shownMs);
  return {
    title,
    unit: forecast.unit === 'requests/s' ? 'req/s' : forecast.unit,
    history: {
      timestampsMs: shown.map((point) => point.timestampMs),
      values: shown.map((point) => point.value),
    },
    forecast: forecast.points.map(({ at, ...point }) => ({ ...point, timestampMs: Date.parse(at) })),
    coverage: forecast.coverage,
    nowMs,
  };
}
