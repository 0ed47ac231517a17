import { median } from './median.ts';
import type { RegularSeries, TimeSeries } from './time-series.ts';

/** The usual distance between two samples in milliseconds: the median, which gaps do not stretch. `undefined` below two samples. */
export function samplingStepMs({ timestampsMs }: TimeSeries): number | undefined {
  const steps = new Float64Array(Math.max(0, timestampsMs.length - 1));
  let regular = true;
  for (let i = 0; i < steps.length; i++) {
    steps[i] = timestampsMs[i + 1]! - timestampsMs[i]!;
    regular &&= steps[i] === steps[0];
  }
  // The usual case, an answer of Prometheus without gaps, needs no sorting.
  return regular ? steps[0] : median(steps);
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
  const { startMs, values } = gridValues(series, stepMs, anchorMs);
  return { startMs, stepMs, values: Array.from(values) };
}

/** {@link toRegular} with its values in one block of memory. */
export function gridValues(
  series: TimeSeries,
  stepMs: number,
  anchorMs?: number,
): { readonly startMs: number; readonly values: Float64Array } {
  if (!(stepMs > 0)) throw new RangeError(`A grid's step is above 0 ms, got ${stepMs}.`);
  const { timestampsMs, values } = series;
  const count = timestampsMs.length;
  if (count === 0) return { startMs: 0, values: new Float64Array() };
  const anchor = anchorMs ?? timestampsMs[count - 1]!;
  const pointOf = (timeMs: number): number => Math.round((timeMs - anchor) / stepMs);
  const first = pointOf(timestampsMs[0]!);
  const length = pointOf(timestampsMs[count - 1]!) - first + 1;
  const means = new Float64Array(length);
  const counts = new Uint32Array(length);
  for (let i = 0; i < count; i++) {
    const at = pointOf(timestampsMs[i]!) - first;
    means[at]! += values[i]!;
    counts[at]!++;
  }
  for (let at = 0; at < length; at++) means[at] = counts[at] === 0 ? Number.NaN : means[at]! / counts[at]!;
  return { startMs: anchor + first * stepMs, values: means };
}

/** The grid's points as samples; gaps become the absence of a sample. */
export function fromRegular(
  grid: Omit<RegularSeries, 'values'> & { readonly values: readonly number[] | Float64Array },
  labels: TimeSeries['labels'] = {},
): TimeSeries {
  const timestampsMs: number[] = [];
  const values: number[] = [];
  grid.values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    timestampsMs.push(grid.startMs + i * grid.stepMs);
    values.push(value);
  });
  return { labels, timestampsMs, values };
}
