import type { TimeSeries } from '../stats/index.ts';
import { normalizeSeries, samplingStepMs, toRegular } from '../stats/index.ts';

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
  /** Steps since the newest sample; 0 when the newest step has one. */
  readonly staleSteps: number;
}

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
    return { values: new Float64Array(), startMs: nowMs, stepMs, samples: 0, spanMs: 0, staleSteps: 0 };
  }
  const sampling = samplingStepMs(past) ?? stepMs;
  const gridStepMs = sampling > stepMs * 1.5 ? sampling : stepMs;
  const grid = toRegular(past, gridStepMs);
  const staleSteps = Math.max(0, Math.floor((nowMs - newestMs) / gridStepMs));
  const values = new Float64Array(grid.values.length + staleSteps).fill(Number.NaN);
  values.set(grid.values);
  return {
    values,
    startMs: grid.startMs,
    stepMs: gridStepMs,
    samples: past.values.length,
    spanMs: newestMs - oldestMs,
    staleSteps,
  };
}

function upTo(series: TimeSeries, nowMs: number): TimeSeries {
  const after = series.timestampsMs.findIndex((time) => time > nowMs);
  if (after < 0) return series;
  return {
    labels: series.labels,
    timestampsMs: series.timestampsMs.slice(0, after),
    values: series.values.slice(0, after),
  };
}
