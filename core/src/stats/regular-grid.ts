import { median } from './median.ts';
import type { RegularSeries, TimeSeries } from './time-series.ts';

/** The usual distance between two samples in milliseconds: the median, which gaps do not stretch. `undefined` below two samples. */
export function samplingStepMs({ timestampsMs }: TimeSeries): number | undefined {
  const steps: number[] = [];
  for (let i = 1; i < timestampsMs.length; i++) steps.push(timestampsMs[i]! - timestampsMs[i - 1]!);
  return median(steps);
}

/**
 * The series on a grid of `stepMs`: each point is the mean of the samples nearest to it (at most half a step away), and
 * `NaN` where there is none. Rounding to the nearest point, not down, keeps scrapes that come a little early or late
 * in their own cell. The grid runs from the first sample's point to the last one's and passes through `anchorMs`
 * (epoch milliseconds; the newest sample's time when left out).
 *
 * An empty series gives an empty grid that starts at 0. Throws `RangeError` unless `stepMs` is above 0.
 */
export function toRegular(series: TimeSeries, stepMs: number, anchorMs?: number): RegularSeries {
  if (!(stepMs > 0)) throw new RangeError(`A grid's step is above 0 ms, got ${stepMs}.`);
  const { timestampsMs, values } = series;
  const count = timestampsMs.length;
  if (count === 0) return { startMs: 0, stepMs, values: [] };
  const anchor = anchorMs ?? timestampsMs[count - 1]!;
  const pointOf = (timeMs: number): number => Math.round((timeMs - anchor) / stepMs);
  const first = pointOf(timestampsMs[0]!);
  const length = pointOf(timestampsMs[count - 1]!) - first + 1;
  const sums = new Float64Array(length);
  const counts = new Uint32Array(length);
  for (let i = 0; i < count; i++) {
    const at = pointOf(timestampsMs[i]!) - first;
    sums[at]! += values[i]!;
    counts[at]!++;
  }
  const means = Array.from(sums, (sum, at) => (counts[at] === 0 ? Number.NaN : sum / counts[at]!));
  return { startMs: anchor + first * stepMs, stepMs, values: means };
}

/** The grid's points as samples; gaps become the absence of a sample. */
export function fromRegular(grid: RegularSeries, labels: TimeSeries['labels'] = {}): TimeSeries {
  const timestampsMs: number[] = [];
  const values: number[] = [];
  grid.values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    timestampsMs.push(grid.startMs + i * grid.stepMs);
    values.push(value);
  });
  return { labels, timestampsMs, values };
}
