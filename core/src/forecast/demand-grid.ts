import type { TimeSeries } from '../stats/index.ts';
import { gridValues, normalizeSeries, samplingStepMs } from '../stats/index.ts';

/** The history of a forecast as models see it. */
export interface DemandGrid {
  /** One value a step up to the last step that is not after now; gaps are `NaN`. */
  readonly values: Float64Array;
  readonly startMs: number;
  readonly stepMs: number;
  /** Observed samples that went in. */
  readonly samples: number;
  /** From the first to the newest sample, milliseconds. */
  readonly spanMs: number;
  /** The usual distance between samples, in the older and the newer half. */
  readonly samplingMs: { readonly older: number; readonly newer: number };
  /** Steps since the newest sample; 0 when the newest step has one. */
  readonly staleSteps: number;
}

/** Samples in half a history below which its own step says little. */
const FEWEST_TO_TELL = 10;

/**
 * Puts the samples up to `nowMs` on a grid. Its step is the one asked for, or the usual distance between samples where that
 * is longer: finer steps would be made up. The grid passes through the newest sample, so that one counts in full.
 * Unsorted, repeated and non-finite samples are put in order first; none at all gives an empty grid.
 */
export function demandGrid(history: TimeSeries, nowMs: number, stepMs: number): DemandGrid {
  const past = upTo(normalizeSeries(history), nowMs);
  const newestMs = past.timestampsMs[past.timestampsMs.length - 1];
  const oldestMs = past.timestampsMs[0];
  if (newestMs === undefined || oldestMs === undefined) {
    const samplingMs = { older: stepMs, newer: stepMs };
    return {
      values: new Float64Array(),
      startMs: nowMs,
      stepMs,
      samples: 0,
      spanMs: 0,
      samplingMs,
      staleSteps: 0,
    };
  }
  const samplingMs = samplingOf(past, stepMs);
  // When the distance was changed, the longer one fits both.
  const sampling = Math.max(samplingMs.older, samplingMs.newer);
  const gridStepMs = sampling > stepMs * 1.5 ? sampling : stepMs;
  const { startMs, values } = gridValues(past, gridStepMs);
  const staleSteps = Math.max(0, Math.floor((nowMs - newestMs) / gridStepMs));
  return {
    values: staleSteps === 0 ? values : withGaps(values, staleSteps),
    startMs,
    stepMs: gridStepMs,
    samples: past.values.length,
    spanMs: newestMs - oldestMs,
    samplingMs,
    staleSteps,
  };
}

function samplingOf({ timestampsMs }: TimeSeries, fallbackMs: number): DemandGrid['samplingMs'] {
  const stepOf = (times: readonly number[]): number =>
    samplingStepMs({ labels: {}, timestampsMs: times, values: [] }) ?? fallbackMs;
  const middle = timestampsMs.length >> 1;
  if (middle < FEWEST_TO_TELL) {
    const whole = stepOf(timestampsMs);
    return { older: whole, newer: whole };
  }
  return { older: stepOf(timestampsMs.slice(0, middle)), newer: stepOf(timestampsMs.slice(middle)) };
}

function withGaps(values: Float64Array, count: number): Float64Array {
  const longer = new Float64Array(values.length + count).fill(Number.NaN);
  longer.set(values);
  return longer;
}

function upTo(series: TimeSeries, nowMs: number): TimeSeries {
  if ((series.timestampsMs[series.timestampsMs.length - 1] ?? nowMs) <= nowMs) return series;
  const after = series.timestampsMs.findIndex((time) => time > nowMs);
  return {
    labels: series.labels,
    timestampsMs: series.timestampsMs.slice(0, after),
    values: series.values.slice(0, after),
  };
}
