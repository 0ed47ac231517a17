import { linearTrend } from '../../stats/index.ts';
import type { FittedModel, Model, ModelView } from './model.ts';
import { seasonalProfile, smoothingReach } from './seasonal-profile.ts';

/** Newest steps that the smoothing factor is chosen on: a hundred times the memory of the slowest. */
const RECENT = 5000;
/** Times 1 ÷ factor: (1 − factor) to that power is below 1e-16. */
const FORGOTTEN = 37;
const FACTORS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];

/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000) in the form of Hyndman and Billah 2003: simple exponential
 * smoothing of the seasonally adjusted series with half the drift of its linear trend. Needs 10 values, and two cycles
 * for the seasonal adjustment.
 */
export const theta: Model = {
  name: 'theta',
  scale: 'transformed',
  fit: (view, { season }) => {
    if (view.end < 10) return undefined;
    const profile = adjustment(view, season);
    const adjusted = view.values.slice(0, view.end);
    for (let i = 0; i < view.end; i++) adjusted[i]! -= at(profile, i);
    const drift = (linearTrend(adjusted)?.slope ?? 0) / 2;
    return levelWithDrift(view, profile, drift, bestFactor(adjusted.subarray(-RECENT)));
  },
};

/** Deviation of each phase from the mean; a single 0 without a cycle. */
function adjustment(view: ModelView, season: number): Float64Array {
  if (season < 2 || view.end < 2 * season) return new Float64Array(1);
  const profile = seasonalProfile((i) => view.values[i]!, view.end, season, {
    decay: 1,
    reach: smoothingReach(season),
  });
  const level = profile.reduce((a, b) => a + b, 0) / season;
  return profile.map((value) => value - level);
}

function at(profile: Float64Array, index: number): number {
  return profile[index % profile.length]!;
}

/** The smoothing factor with the least squared one-step error on the newer half. */
function bestFactor(adjusted: Float64Array): number {
  let best = FACTORS[0]!;
  let least = Infinity;
  for (const factor of FACTORS) {
    const error = smoothingError(adjusted, factor);
    if (error < least) [best, least] = [factor, error];
  }
  return best;
}

function smoothingError(adjusted: Float64Array, factor: number): number {
  const middle = adjusted.length >> 1;
  let level = adjusted[0]!;
  for (let i = 1; i <= middle; i++) level += factor * (adjusted[i]! - level);
  let error = 0;
  for (let i = middle + 1; i < adjusted.length; i++) {
    const miss = adjusted[i]! - level;
    error += miss * miss;
    level += factor * miss;
  }
  return error;
}

function levelWithDrift(view: ModelView, profile: Float64Array, drift: number, factor: number): FittedModel {
  let level = view.values[0]! - at(profile, 0);
  let next = 1;
  let revision = view.revision;
  return {
    forecast: (now, horizon) => {
      if (now.revision !== revision || now.end < next) {
        // What lies further back than this weighs less than rounding does.
        const start = Math.max(0, now.end - Math.ceil(FORGOTTEN / factor));
        level = now.values[start]! - at(profile, start);
        next = start + 1;
        revision = now.revision;
      }
      for (; next < now.end; next++) level += factor * (now.values[next]! - at(profile, next) - level);
      // Smoothing lags a trend by (1 − factor) ÷ factor steps.
      const lag = (1 - factor) / factor;
      const answer = new Float64Array(horizon);
      for (let step = 0; step < horizon; step++) {
        answer[step] = level + drift * (step + 1 + lag) + at(profile, now.end + step);
      }
      return answer;
    },
  };
}
