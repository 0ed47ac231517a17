import type { FittedModel, Model, ModelView } from './model.ts';
import { smoothingReach } from './seasonal-profile.ts';

interface Smoothing {
  readonly level: number;
  readonly trend: number;
  readonly season: number;
}

/** Share of the trend that is left after each step. */
const DAMPING = 0.95;
/** The grids that the smoothing factors are chosen from. */
const LEVELS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7];
const TRENDS = [0, 0.03];
const SEASONS = [0.02, 0.1, 0.25];
/** The first cycles that the seasonal start is averaged over. */
const STARTING_CYCLES = 7;
/** Every so many steps a candidate's forecast is scored. */
const SCORE_STRIDE = 7;

/**
 * Additive exponential smoothing of level, damped trend and season (Holt and Winters), its factors chosen by the error of
 * `horizon`-step forecasts on the newest two fifths. Without a cycle, or with fewer than two of it, level and trend only.
 * Needs 10 values.
 */
export function holtWinters(recentSteps: number): Model {
  return {
    name: 'holt-winters',
    scale: 'transformed',
    fit: (view, { season, horizon }) => {
      if (view.end < 10) return undefined;
      const period = season >= 2 && view.end >= 2 * season ? season : 1;
      const start = Math.max(0, view.end - Math.max(recentSteps, 3 * period));
      let best: { smoothing: Smoothing; error: number } | undefined;
      for (const level of LEVELS) {
        for (const trend of TRENDS) {
          for (const seasonal of period > 1 ? SEASONS : [0]) {
            const smoothing = { level, trend, season: seasonal };
            const error = new SmoothedSeries(view, period, smoothing, start).errorOver(view, horizon);
            if (best === undefined || error < best.error) best = { smoothing, error };
          }
        }
      }
      return best === undefined ? undefined : smoothed(view, period, best.smoothing, start);
    },
  };
}

/** Rolls the state forward from origin to origin; starts over when the past was corrected. */
function smoothed(view: ModelView, period: number, smoothing: Smoothing, start: number): FittedModel {
  let state = new SmoothedSeries(view, period, smoothing, start);
  let revision = view.revision;
  return {
    forecast: (now, horizon) => {
      if (now.revision !== revision || now.end < state.at) {
        state = new SmoothedSeries(now, period, smoothing, start);
        revision = now.revision;
      }
      state.advance(now.values, now.end);
      return state.forecast(horizon);
    },
  };
}

class SmoothedSeries {
  /** The next index to take in. */
  at: number;
  readonly #start: number;
  readonly #smoothing: Smoothing;
  readonly #season: Float64Array;
  #level: number;
  #trend = 0;

  constructor({ values, end }: ModelView, period: number, smoothing: Smoothing, start: number) {
    this.at = start;
    this.#start = start;
    this.#smoothing = smoothing;
    const cycles = period > 1 ? Math.min(STARTING_CYCLES, Math.floor((end - start) / period)) : 0;
    const first = startingSeason(values, period, cycles, start);
    this.#season = first.season;
    this.#level = first.level;
  }

  advance(values: Float64Array, end: number): void {
    const { level, trend, season } = this.#smoothing;
    const period = this.#season.length;
    for (; this.at < end; this.at++) {
      const phase = this.at % period;
      const expected = this.#level + DAMPING * this.#trend;
      const error = values[this.at]! - expected - this.#season[phase]!;
      this.#level = expected + level * error;
      this.#trend = DAMPING * this.#trend + level * trend * error;
      this.#season[phase]! += season * error;
    }
  }

  forecast(horizon: number): Float64Array {
    let damped = 0;
    return Float64Array.from({ length: horizon }, (_, step) => {
      damped += DAMPING ** (step + 1);
      return this.#level + damped * this.#trend + this.#season[(this.at + step) % this.#season.length]!;
    });
  }

  /** Mean absolute error of the last step of forecasts over the newest two fifths of the series. */
  errorOver({ values, end }: ModelView, horizon: number): number {
    let error = 0;
    let count = 0;
    const first = Math.max(
      this.#start,
      Math.min(Math.floor(this.#start + (end - this.#start) * 0.6), end - horizon - 1),
    );
    const reach = dampedSum(horizon);
    for (let origin = first; origin + horizon <= end; origin += SCORE_STRIDE) {
      this.advance(values, origin);
      const phase = (origin + horizon - 1) % this.#season.length;
      const answer = this.#level + reach * this.#trend + this.#season[phase]!;
      error += Math.abs(values[origin + horizon - 1]! - answer);
      count++;
    }
    return count === 0 ? Infinity : error / count;
  }
}

function dampedSum(steps: number): number {
  return (DAMPING * (1 - DAMPING ** steps)) / (1 - DAMPING);
}

/** Level and season to begin with: the mean over the first cycles, smoothed, or the first value without a cycle. */
function startingSeason(
  values: Float64Array,
  period: number,
  cycles: number,
  start: number,
): { season: Float64Array; level: number } {
  const season = new Float64Array(period);
  if (cycles === 0) return { season, level: values[start]! };
  let level = 0;
  for (let i = start; i < start + cycles * period; i++) {
    season[i % period]! += values[i]! / cycles;
    level += values[i]! / (cycles * period);
  }
  const reach = smoothingReach(period);
  const smooth = season.map((_, phase) => {
    let sum = 0;
    for (let k = -reach; k <= reach; k++) sum += season[(phase + k + period) % period]!;
    return sum / (2 * reach + 1) - level;
  });
  return { season: smooth, level };
}
