import type { MetricQuery } from '../promql/metric-query.ts';
import type { TimeSeries } from '../stats/time-series.ts';

export type { MetricQuery };

/** A closed stretch of time on a grid: samples at `startMs`, `startMs + stepMs`, … up to and including `endMs`. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

export interface SourceCallOptions {
  readonly signal?: AbortSignal;
}

/**
 * Where metrics come from: a Prometheus, or a recording of one. An answer without series means that there are no
 * samples, which is not an error. Throws {@link SourceError} when no usable answer can be had.
 */
export interface MetricsSource {
  /** For people and for {@link Basis}: `Prometheus http://…`. Never holds a credential. */
  readonly description: string;
  /** One value per series, as of `timeMs`; each returned series has exactly one sample. */
  query(query: MetricQuery, timeMs: number, options?: SourceCallOptions): Promise<readonly TimeSeries[]>;
  queryRange(
    query: MetricQuery,
    range: TimeRange,
    options?: SourceCallOptions,
  ): Promise<readonly TimeSeries[]>;
}
