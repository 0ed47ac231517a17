import type { PackingProblem } from './packing-problem.ts';

/** Pods that one node can hold together. */
export type Pattern = ReadonlyMap<number, number>;

export interface BestPattern {
  readonly pattern: Pattern;
  readonly worth: number;
  /** No pods that fit are worth more; equal to `worth` where the search came to its end. */
  readonly atMost: number;
}

/** How many steps the search may take before the bound has to do. */
const maxSteps = 20_000;

/**
 * The pods that are worth most together on a node of the option (a knapsack with several resources), by depth-first
 * search over the classes, the worthiest for their size first. Branches are cut by what the room that is left could be
 * worth at best: the least of several prices for it that no class exceeds.
 */
export function bestPattern(problem: PackingProblem, option: number, worths: Float64Array): BestPattern {
  const { classes, options, demand, capacity, counts, width, eligible } = problem;
  const whole = capacity.subarray(option * width, (option + 1) * width);
  const items: number[] = [];
  for (let c = 0; c < classes.length; c += 1) {
    if (eligible[c * options.length + option] === 1 && worths[c]! > 1e-12) items.push(c);
  }
  const roomPrices = pricesForRoom(problem, items, whole, worths);
  const worthOfRoom = (room: Float64Array): number => {
    let least = Infinity;
    for (const prices of roomPrices) {
      let worth = 0;
      for (let r = 0; r < width; r += 1) worth += prices[r]! * room[r]!;
      if (worth < least) least = worth;
    }
    return least;
  };
  items.sort((a, b) => density(b) - density(a));
  const room = whole.slice();
  const held = new Int32Array(items.length);
  let best = 0;
  let bestHeld = held.slice();
  let steps = 0;
  let unsearched = 0;
  const search = (index: number, worth: number): void => {
    if (worth > best + 1e-12) {
      best = worth;
      bestHeld = held.slice();
    }
    if (index === items.length) return;
    const possible = worth + worthOfRoom(room);
    if (possible <= best + 1e-9) return;
    if (steps >= maxSteps) {
      unsearched = Math.max(unsearched, possible);
      return;
    }
    steps += 1;
    const c = items[index]!;
    let most = Math.min(counts[c]!, classes[c]!.perNode);
    for (let r = 0; r < width; r += 1) {
      const asked = demand[c * width + r]!;
      if (asked > 0) most = Math.min(most, Math.floor(room[r]! / asked));
    }
    for (let count = most; count >= 0; count -= 1) {
      take(c, count);
      held[index] = count;
      search(index + 1, worth + count * worths[c]!);
      take(c, -count);
    }
    held[index] = 0;
  };
  search(0, 0);
  const pattern = new Map<number, number>();
  bestHeld.forEach((count, index) => {
    if (count > 0) pattern.set(items[index]!, count);
  });
  return { pattern, worth: best, atMost: Math.max(best, unsearched) };

  function density(c: number): number {
    let share = 0;
    for (let r = 0; r < width; r += 1) {
      if (whole[r]! > 0) share = Math.max(share, demand[c * width + r]! / whole[r]!);
    }
    return worths[c]! / Math.max(share, 1e-12);
  }

  function take(c: number, count: number): void {
    for (let r = 0; r < width; r += 1) room[r]! -= count * demand[c * width + r]!;
  }
}

/**
 * Prices for the resources such that no class is worth more than what it takes: one resource alone, and mixtures of
 * two and of all.
 */
function pricesForRoom(
  { demand, width }: PackingProblem,
  items: readonly number[],
  whole: Float64Array,
  worths: Float64Array,
): readonly Float64Array[] {
  const mixtures: Float64Array[] = [];
  const mixture = (weights: readonly number[]): void => {
    const prices = Float64Array.from(weights, (weight, r) => (whole[r]! > 0 ? weight / whole[r]! : 0));
    let factor = 0;
    for (const c of items) {
      let taken = 0;
      for (let r = 0; r < width; r += 1) taken += prices[r]! * demand[c * width + r]!;
      factor = Math.max(factor, taken > 0 ? worths[c]! / taken : Infinity);
    }
    if (Number.isFinite(factor)) mixtures.push(prices.map((price) => price * factor));
  };
  const unit = Array.from({ length: width }, () => 0);
  for (let r = 0; r < width; r += 1) mixture(unit.with(r, 1));
  for (let r = 0; r < width; r += 1) {
    for (let other = r + 1; other < width; other += 1) {
      for (const part of [0.2, 0.35, 0.5, 0.65, 0.8]) mixture(unit.with(r, part).with(other, 1 - part));
    }
  }
  mixture(unit.map(() => 1));
  return mixtures;
}
