import type { Mix } from './mix-program.ts';
import { poolsOf } from './node-option.ts';
import type { PackingProblem } from './packing-problem.ts';

export interface LowerBound {
  /** No plan for these pods on these options costs less an hour. */
  readonly perHour: number;
  readonly worths: Worths;
}

/** What pods are worth by a bound, and what nodes can earn by them. */
export interface Worths {
  /** What a pod of each class costs at least. */
  readonly podPrices: Float64Array;
  /** The most that pods on a node of each option can be worth, as a part of its price. */
  readonly nodeShares: Float64Array;
}

/**
 * A bound that can be checked without trusting any solver: prices for the resources of each option such that a full
 * node of it is worth no more than it costs. A pod then costs at least its worth on the option where that is least, and
 * all pods together at least the sum, less what the limits of pools are worth. Prices that break the rule are scaled
 * down until they keep it. Pods that no option takes are left out.
 */
export function lowerBound(problem: PackingProblem, mix: Mix): LowerBound {
  const { classes, options, counts, demand, capacity, prices, width, eligible } = problem;
  const unitPrices = mix.unitPrices.slice();
  const nodeShares = new Float64Array(options.length);
  for (let o = 0; o < options.length; o += 1) {
    const pool = options[o]!.pool;
    const allowed = prices[o]! + (pool === undefined ? 0 : (mix.poolPrices.get(pool.name) ?? 0));
    let worth = 0;
    for (let r = 0; r < width; r += 1) worth += unitPrices[o * width + r]! * capacity[o * width + r]!;
    nodeShares[o] = Math.min(worth, allowed) / Math.max(prices[o]!, 1e-12);
    if (worth <= allowed) continue;
    for (let r = 0; r < width; r += 1) unitPrices[o * width + r]! *= allowed / worth;
  }
  const podPrices = new Float64Array(classes.length);
  let perHour = 0;
  for (let c = 0; c < classes.length; c += 1) {
    let least = Infinity;
    for (let o = 0; o < options.length; o += 1) {
      if (eligible[c * options.length + o] !== 1) continue;
      let worth = 0;
      for (let r = 0; r < width; r += 1) worth += unitPrices[o * width + r]! * demand[c * width + r]!;
      if (worth < least) least = worth;
    }
    if (least === Infinity) continue;
    podPrices[c] = least;
    perHour += counts[c]! * least;
  }
  for (const [name, { maxNodes }] of poolsOf(options)) perHour -= (mix.poolPrices.get(name) ?? 0) * maxNodes;
  return { perHour: Math.max(perHour, 0), worths: { podPrices, nodeShares } };
}
