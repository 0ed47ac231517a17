import { linearTrend } from './linear-trend.ts';
import type { Model } from './model.ts';
import { movingAverage } from './moving-average.ts';
import { seasonalNaive } from './seasonal-naive.ts';

/** What a reactive autoscaler goes by; every other model is measured against it. */
export const REFERENCE: Model = movingAverage('mean-of-5', 5);

const COMPETITORS: readonly Model[] = [
  movingAverage('last-value', 1),
  linearTrend,
  seasonalNaive('seasonal-naive', ({ season }) => season),
  seasonalNaive('long-seasonal-naive', ({ longSeason }) => longSeason),
];

/** Names that a request may ask for. */
export const MODEL_NAMES: readonly string[] = [REFERENCE, ...COMPETITORS].map(({ name }) => name);

/**
 * The models to let compete, the reference first; only the reference and one other when a `name` is given.
 * Throws `RangeError` for a name that is not in {@link MODEL_NAMES}.
 */
export function modelPool(name?: string): readonly Model[] {
  if (name === undefined) return [REFERENCE, ...COMPETITORS];
  if (name === REFERENCE.name) return [REFERENCE];
  const chosen = COMPETITORS.find((model) => model.name === name);
  if (chosen === undefined) {
    throw new RangeError(`There is no forecast model '${name}'. Known: ${MODEL_NAMES.join(', ')}.`);
  }
  return [REFERENCE, chosen];
}
