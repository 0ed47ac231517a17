import { fillGaps } from './fill-gaps.ts';
import type { Model } from './models/model.ts';
import { PastView } from './past-view.ts';
import { RollingForecast } from './rolling-forecast.ts';
import type { Seasons } from './season.ts';
import { findSpikes } from './spikes.ts';
import { chooseTransform } from './transform.ts';

export interface RollingSetup {
  /** Steps to look ahead. */
  readonly horizon: number;
  readonly seasons: Seasons;
  /** Competing models, the reference first. */
  readonly models: readonly Model[];
  /** Nominal coverage of the intervals, 0–1. */
  readonly coverage: number;
  /** Newest origins whose errors the intervals rest on. */
  readonly capacity: number;
}

/** Origins after which a model's error counts for 1 ÷ e of a new one. */
const MEMORY = 60;

/** Makes a series on a grid (gaps as `NaN`) ready to be walked along: gaps filled, spikes found, scale chosen. */
export function startRolling(
  grid: { readonly values: Float64Array; readonly startMs: number; readonly stepMs: number },
  { horizon, seasons: { season, longSeason }, models, coverage, capacity }: RollingSetup,
): RollingForecast {
  const { values, startMs, stepMs } = grid;
  const transform = chooseTransform(values);
  const filled = fillGaps(values, season);
  return new RollingForecast(new PastView(filled, transform, findSpikes(filled, stepMs, season)), {
    models,
    context: { horizon, season, longSeason, startMs, stepMs },
    transform,
    coverage,
    isObserved: (index) => Number.isFinite(values[index]),
    memory: MEMORY,
    capacity,
  });
}
