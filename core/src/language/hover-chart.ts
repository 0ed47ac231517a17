import type { WorkloadReport } from '../advisor/index.ts';
import { type Chart, svgChart } from '../charts/index.ts';
import { formatClock } from '../units/index.ts';
import { escapeMarkdown } from '../units/markdown.ts';
import { type AnnotationContext } from './annotation-context.ts';
import { metricText } from './figures.ts';

/** Enough of the past to see the day's shape beside the hours that are forecast. */
const SHOWN_MS = 24 * 3_600_000;
/** VS Code's hover is about 500 px wide and, in a small editor, 250 px high before it scrolls: a small table stands above. */
const SIZE = { width: 480, height: 132 };

/** Demand (or another metric) of the last day, with its forecast and interval, as a picture inside Markdown; `undefined` without samples. */
export function hoverChart(
  report: WorkloadReport,
  context: AnnotationContext,
  metric = demandMetric(report),
): string | undefined {
  if (!metric) return undefined;
  const chart = demandChart(report, metric);
  if (!chart.history.values.some(Number.isFinite)) return undefined;
  const svg = svgChart(chart, {
    ...SIZE,
    id: 'demand',
    timeZone: context.timeZone,
    palette: context.palette,
  });
  const alternative = escapeMarkdown(alternativeText(report, metric, context)).replaceAll('"', "'");
  return `![${alternative}](data:image/svg+xml;base64,${base64(svg)})`;
}

/** What is forecast, else what comes first. */
function demandMetric({ metrics, forecast }: WorkloadReport): WorkloadReport['metrics'][number] | undefined {
  return metrics.find(({ name }) => name === (forecast?.metric ?? metrics[0]?.name));
}

/** The last day of a metric, with the forecast where it is this one's. */
export function demandChart(report: WorkloadReport, metric: WorkloadReport['metrics'][number]): Chart {
  const nowMs = Date.parse(report.generatedAt);
  const startMs = Date.parse(metric.history.start);
  const stepMs = metric.history.stepSeconds * 1000;
  const first = Math.max(0, Math.ceil((nowMs - SHOWN_MS - startMs) / stepMs));
  const values = metric.history.values.slice(first).map((value) => value ?? Number.NaN);
  const forecast = report.forecast?.metric === metric.name ? report.forecast : undefined;
  return {
    title: metric.title,
    unit: unitOf(metric.unit),
    history: { values, timestampsMs: values.map((_, index) => startMs + (first + index) * stepMs) },
    ...(forecast
      ? {
          forecast: forecast.points.map(({ at, ...point }) => ({ ...point, timestampMs: Date.parse(at) })),
          coverage: forecast.coverage,
        }
      : {}),
    nowMs,
  };
}

/** The title of a chart of requests says already that they are requests. */
function unitOf(unit: string): string {
  return unit === 'requests/s' ? 'req/s' : unit;
}

/** What the picture shows, for those who do not see it. */
function alternativeText(
  report: WorkloadReport,
  { name, title, unit, current }: WorkloadReport['metrics'][number],
  { timeZone }: AnnotationContext,
): string {
  const now = current === undefined ? 'no samples' : `${metricText(current, unit)} now`;
  const end = report.forecast?.metric === name ? report.forecast.points.at(-1) : undefined;
  if (!end) return `Chart of ${title} of the last day: ${now}.`;
  const [value, lower, upper] = [end.value, end.lower, end.upper].map((each) => metricText(each, unit));
  return `Chart of ${title} of the last day with its forecast: ${now}, ${value} at ${formatClock(end.at, timeZone)} (${lower} to ${upper}).`;
}

/** UTF-8 as base64, without Node. */
function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
