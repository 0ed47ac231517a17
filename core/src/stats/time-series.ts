/**
 * Samples of one metric, oldest first. `timestampsMs` and `values` have equal length; timestamps are epoch milliseconds,
 * strictly increasing; values are finite (a source drops NaN and ±Inf samples: a gap is the absence of a sample).
 */
export interface TimeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly timestampsMs: readonly number[];
  readonly values: readonly number[];
}

/**
 * A series on a regular grid: value `i` belongs to `startMs + i * stepMs`. A gap is `NaN`, never zero and never
 * filled in.
 */
export interface RegularSeries {
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: readonly number[];
}
