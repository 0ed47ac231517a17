import type { ForecastProfile } from '../forecast-profile.ts';
import { calendarRegression } from './calendar-regression.ts';
import { directRidge } from './direct-ridge.ts';
import { harmonicAr } from './harmonic-ar.ts';
import { holtWinters } from './holt-winters.ts';
import { linearTrend } from './linear-trend.ts';
import type { Model } from './model.ts';
import { movingAverage } from './moving-average.ts';
import { levelProfileAr, profileAr } from './profile-ar.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { theta } from './theta.ts';

/** What a reactive autoscaler goes by; every other model is measured against it. */
export const REFERENCE: Model = movingAverage('mean-of-5', 5);

const NAIVE: readonly Model[] = [
  movingAverage('last-value', 1),
  seasonalNaive('seasonal-naive', ({ season }) => season),
  seasonalNaive('long-seasonal-naive', ({ longSeason }) => longSeason),
];

const POOLS: Readonly<Record<ForecastProfile, readonly Model[]>> = {
  fast: [...NAIVE, theta, profileAr(12), directRidge({ rows: 500, knots: 3, penalty: 0.02 })],
  full: [
    ...NAIVE,
    theta,
    holtWinters(5000),
    harmonicAr({ waves: 10, longWaves: 12, order: 24, rows: 4000 }),
    profileAr(24),
    levelProfileAr(24),
    directRidge({ rows: 1000, knots: 16, penalty: 0.02 }),
  ],
};

/** Tried only when asked for by name. */
const ON_REQUEST: readonly Model[] = [linearTrend, calendarRegression];

/** Names that a request may ask for. */
export const MODEL_NAMES: readonly string[] = [REFERENCE, ...POOLS.full, ...ON_REQUEST].map(
  ({ name }) => name,
);

/** The models that compete in a profile, the reference first. */
export function modelPool(profile: ForecastProfile): readonly Model[] {
  return [REFERENCE, ...POOLS[profile]];
}

/**
 * The reference and the one model of this name. Throws `RangeError` for a name that is not in {@link MODEL_NAMES}.
 */
export function modelNamed(name: string): readonly Model[] {
  if (name === REFERENCE.name) return [REFERENCE];
  const chosen = [...POOLS.full, ...ON_REQUEST].find((model) => model.name === name);
  if (chosen === undefined) {
    throw new RangeError(`There is no forecast model '${name}'. Known: ${MODEL_NAMES.join(', ')}.`);
  }
  return [REFERENCE, chosen];
}
