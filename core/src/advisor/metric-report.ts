import { quantile, type TimeSeries, toRegular } from '../stats/index.ts';
import { isoTime } from './report-basis.ts';
import type { ReportMetric } from './workload-report.ts';

export interface MetricReportInput {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** Absent or empty: there are no samples, and the report says so by leaving the figures out. */
  readonly series: TimeSeries | undefined;
  readonly stepMs: number;
  readonly nowMs: number;
  readonly target?: number;
  readonly requested?: number;
  readonly source: string;
  readonly method: string;
  readonly demandOf?: ReportMetric['demandOf'];
}

/** Samples older than this many steps are history, not the present value. */
const STALE_AFTER_STEPS = 3;

/** A metric as the report shows it: present value, p95, maximum and the history on its grid, gaps as `null`. */
export function metricReport(input: MetricReportInput): ReportMetric {
  const { series, stepMs, nowMs } = input;
  const values = series?.values ?? [];
  const newestMs = series?.timestampsMs.at(-1);
  const current =
    newestMs !== undefined && nowMs - newestMs <= STALE_AFTER_STEPS * stepMs ? values.at(-1) : undefined;
  const p95 = quantile(values, 0.95);
  const max = values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
  return {
    name: input.name,
    title: input.title,
    unit: input.unit,
    ...(current === undefined ? {} : { current }),
    ...(input.target === undefined ? {} : { target: input.target }),
    ...(input.requested === undefined ? {} : { requested: input.requested }),
    ...(p95 === undefined ? {} : { p95 }),
    ...(max === undefined ? {} : { max }),
    history: historyOf(series, stepMs),
    ...(input.demandOf === undefined ? {} : { demandOf: input.demandOf }),
    basis: {
      source: input.source,
      method: input.method,
      ...(newestMs === undefined ? {} : { asOf: isoTime(newestMs) }),
      ...(series === undefined || newestMs === undefined
        ? {}
        : { windowSeconds: Math.round((newestMs - (series.timestampsMs[0] ?? newestMs)) / 1000) }),
    },
  };
}

function historyOf(series: TimeSeries | undefined, stepMs: number): ReportMetric['history'] {
  const grid = toRegular(series ?? { labels: {}, timestampsMs: [], values: [] }, stepMs);
  return {
    start: isoTime(grid.startMs),
    stepSeconds: stepMs / 1000,
    values: grid.values.map((value) => (Number.isNaN(value) ? null : value)),
  };
}
