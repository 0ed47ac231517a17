import { seededRandom } from '#core/stats/seeded-random.ts';

import type { Timeline } from '../metrics-api/timeline.ts';

/** A load that swings, drifts and jumps. */
export interface DemandWalk {
  readonly seed: number;
  readonly durationSeconds: number;
  /** What it swings around, and by how much. */
  readonly mean: number;
  readonly swing: number;
  /** The length of one swing. */
  readonly periodSeconds: number;
  /** The standard deviation of the noise of each point, as a share of the mean. */
  readonly noise?: number;
  /** How likely a point is to be a burst, and how many times the load it then is. */
  readonly burst?: { readonly probability: number; readonly factor: number };
  /** The distance of two points. */
  readonly stepSeconds?: number;
}

/**
 * A timeline of steps from a seed: `mean + swing · sin(2π t / period)`, with noise and bursts, never below 0, rounded to
 * thousandths as quantities are. The same seed gives the same timeline.
 */
export function demandWalk(walk: DemandWalk): Timeline {
  const { seed, durationSeconds, mean, swing, periodSeconds, noise = 0.05, burst, stepSeconds = 20 } = walk;
  const random = seededRandom(seed);
  const points = Array.from({ length: Math.ceil(durationSeconds / stepSeconds) }, (_, index) => {
    const at = index * stepSeconds;
    const calm = mean + swing * Math.sin((2 * Math.PI * at) / periodSeconds) + noise * mean * random.normal();
    const load = burst && random.next() < burst.probability ? calm * burst.factor : calm;
    return [at, Math.max(0, Math.round(load * 1000) / 1000)] as const;
  });
  return { steps: points };
}
