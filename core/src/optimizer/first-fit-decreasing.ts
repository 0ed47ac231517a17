import { Bin } from './bin.ts';
import { nodeLimits } from './node-limits.ts';
import type { PackingProblem } from './packing-problem.ts';

export interface Packing {
  readonly bins: readonly Bin[];
  /** How many pods of each class have no node. */
  readonly left: Int32Array;
}

/**
 * The baseline: pods by their share of the largest node, largest first; each goes onto the first node that has room,
 * or onto a new one, of the option on which its own share costs least.
 */
export function firstFitDecreasing(problem: PackingProblem): Packing {
  const { counts } = problem;
  const bins: Bin[] = [];
  const left = counts.slice();
  const limits = nodeLimits(problem);
  for (const c of decreasing(problem)) {
    // What has no room for one pod has none for an equal one.
    let from = 0;
    while (left[c]! > 0) {
      while (from < bins.length && !bins[from]!.takes(c)) from += 1;
      if (from === bins.length) {
        const option = cheapestShare(problem, c, (o) => limits.allows(o));
        if (option === undefined) break;
        limits.add(option);
        bins.push(new Bin(problem, option));
      }
      bins[from]!.add(c);
      left[c]! -= 1;
    }
  }
  return { bins, left };
}

function decreasing({ classes, options, demand, capacity, width }: PackingProblem): readonly number[] {
  const largest = new Float64Array(width);
  for (let o = 0; o < options.length; o += 1) {
    for (let r = 0; r < width; r += 1) largest[r] = Math.max(largest[r]!, capacity[o * width + r]!);
  }
  const sizes = classes.map((_, c) => {
    let size = 0;
    for (let r = 0; r < width; r += 1) {
      if (largest[r]! > 0) size = Math.max(size, demand[c * width + r]! / largest[r]!);
    }
    return size;
  });
  return [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
}

/** The option, of those that are allowed, on which the pod's largest share of a resource costs least. */
export function cheapestShare(
  { options, demand, capacity, prices, width, eligible }: PackingProblem,
  c: number,
  isAllowed: (option: number) => boolean,
): number | undefined {
  let cheapest: number | undefined;
  let least = Infinity;
  for (let o = 0; o < options.length; o += 1) {
    if (eligible[c * options.length + o] !== 1) continue;
    let share = 0;
    for (let r = 0; r < width; r += 1) {
      const whole = capacity[o * width + r]!;
      if (whole > 0) share = Math.max(share, demand[c * width + r]! / whole);
    }
    if (share * prices[o]! >= least || !isAllowed(o)) continue;
    least = share * prices[o]!;
    cheapest = o;
  }
  return cheapest;
}
