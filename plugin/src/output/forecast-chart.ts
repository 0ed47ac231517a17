import type { ReportForecast, ReportMetric, ReportReplicaOutlook } from '@kubectl-autoscale/core/advisor';
import {
  asciiChart,
  type Chart,
  type ChartForecastPoint,
  type ChartStrip,
  unicodeChart,
} from '@kubectl-autoscale/core/charts';

import type { TerminalStyle } from './terminal-style.ts';

const HEIGHT = 8;
const MAX_WIDTH = 110;
/** Enough of the past to see the day's shape beside the minutes that are forecast. */
const SHOWN_MS = 12 * 3_600_000;

/** A demand with what is expected of it. */
export interface ForecastDemand {
  readonly metric: ReportMetric;
  readonly forecast: ReportForecast;
  /** What runs under it, and what would. */
  readonly replicas?: ReportReplicaOutlook;
}

/** History, forecast and interval of a demand metric, up to `nowMs` and beyond, over the replicas that serve it. */
export function forecastChart(demand: ForecastDemand, nowMs: number, style: TerminalStyle): string {
  const options = { width: Math.min(style.columns, MAX_WIDTH), height: HEIGHT, timeZone: style.timeZone };
  const chart = chartOfForecast(demand, nowMs, SHOWN_MS);
  return style.unicode ? unicodeChart(chart, options) : asciiChart(chart, options);
}

/** The newest `shownMs` of the history, and the forecast, whatever they are drawn with. */
export function chartOfForecast(
  { metric: { title, history }, forecast, replicas }: ForecastDemand,
  nowMs: number,
  shownMs: number,
): Chart {
  const strip = replicas && replicaStrip(replicas, nowMs, shownMs);
  return {
    title,
    unit: forecast.unit === 'requests/s' ? 'req/s' : forecast.unit,
    history: newestOf(history, nowMs, shownMs),
    forecast: pointsOf(forecast.points),
    ...(strip === undefined ? {} : { strip }),
    coverage: forecast.coverage,
    nowMs,
  };
}

function replicaStrip(
  { history, planned }: ReportReplicaOutlook,
  nowMs: number,
  shownMs: number,
): ChartStrip | undefined {
  if (history === undefined && planned === undefined) return undefined;
  return {
    label: 'replicas',
    history: history === undefined ? { timestampsMs: [], values: [] } : newestOf(history, nowMs, shownMs),
    forecast: pointsOf((planned ?? []).map(({ replicas, ...bounds }) => ({ ...bounds, value: replicas }))),
  };
}

function newestOf(history: ReportMetric['history'], nowMs: number, shownMs: number): Chart['history'] {
  const startMs = Date.parse(history.start);
  const all = history.values.map((value, index) => ({
    timestampMs: startMs + index * history.stepSeconds * 1000,
    value: value ?? Number.NaN,
  }));
  const shown = all.filter(({ timestampMs }) => timestampMs >= nowMs - shownMs);
  return {
    timestampsMs: shown.map((point) => point.timestampMs),
    values: shown.map((point) => point.value),
  };
}

function pointsOf(points: ReportForecast['points']): ChartForecastPoint[] {
  return points.map(({ at, ...point }) => ({ ...point, timestampMs: Date.parse(at) }));
}
