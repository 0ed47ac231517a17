import type { SeededRandom } from '../stats/index.ts';
import { type Bin, priceOf } from './bin.ts';
import type { Worths } from './lower-bound.ts';
import { type NodeLimits, nodeLimits } from './node-limits.ts';
import { packRest } from './pack-rest.ts';
import type { PackingProblem } from './packing-problem.ts';

export interface ImproveOptions {
  readonly options: readonly number[];
  readonly worths: Worths;
  readonly random: SeededRandom;
  /** Asked before each round. */
  readonly goesOn: (round: number, pricePerHour: number) => boolean;
}

/** Makes each node the cheapest kind that holds its pods. */
export function shrink(
  problem: PackingProblem,
  bins: readonly Bin[],
  options: readonly number[],
  limits: NodeLimits,
): void {
  const { prices } = problem;
  const byPrice = [...options].sort((a, b) => prices[a]! - prices[b]!);
  for (const bin of bins) {
    const before = bin.option;
    for (const o of byPrice) {
      if (prices[o]! >= prices[before]!) break;
      if (!limits.allows(o) || !bin.become(o)) continue;
      limits.remove(before);
      limits.add(o);
      break;
    }
  }
}

/**
 * Takes a few nodes apart, those whose pods earn least of their price more often, and packs their pods anew, with a
 * little randomness; what comes out cheaper, or as cheap, is kept.
 */
export function improve(
  problem: PackingProblem,
  start: readonly Bin[],
  { options, worths, random, goesOn }: ImproveOptions,
): readonly Bin[] {
  const { prices, classes } = problem;
  const bins = [...start];
  const limits = limitsWith(problem, bins);
  const left = new Int32Array(classes.length);
  let price = priceOf(bins, problem);
  for (let round = 0; bins.length > 1 && goesOn(round, price); round += 1) {
    const gone = takeOut(2 + Math.floor(random.next() * 5));
    for (const { option, pods } of gone) {
      limits.remove(option);
      for (const [c, held] of pods) left[c]! += held;
    }
    const before = bins.length;
    const moved = packRest(problem, bins, left, { options, worths, limits, random, tries: 12 });
    const added = bins.slice(before);
    shrink(problem, added, options, limits);
    const change = sumOf(added) - sumOf(gone);
    const placesAll = left.every((each) => each === 0);
    if (placesAll && change <= 1e-9) {
      price += change;
      continue;
    }
    bins.length = before;
    for (const { option } of added) limits.remove(option);
    for (const { bin, podClass } of moved) bin.remove(podClass);
    left.fill(0);
    bins.push(...gone);
    for (const { option } of gone) limits.add(option);
  }
  return bins;

  /** Draws a few for each that is taken out, and takes the one that earns least. */
  function takeOut(count: number): readonly Bin[] {
    const gone: Bin[] = [];
    while (gone.length < count && bins.length > 0) {
      let worst = Math.floor(random.next() * bins.length);
      for (let draw = 0; draw < 3; draw += 1) {
        const other = Math.floor(random.next() * bins.length);
        if (earned(bins[other]!) < earned(bins[worst]!)) worst = other;
      }
      gone.push(bins[worst]!);
      bins[worst] = bins.at(-1)!;
      bins.pop();
    }
    return gone;
  }

  function earned({ option, pods }: Bin): number {
    let sum = 0;
    for (const [c, held] of pods) sum += held * worths.podPrices[c]!;
    return sum / Math.max(prices[option]!, 1e-12);
  }

  function sumOf(some: readonly Bin[]): number {
    return some.reduce((sum, { option }) => sum + prices[option]!, 0);
  }
}

export function limitsWith(problem: PackingProblem, bins: readonly Bin[]): NodeLimits {
  const limits = nodeLimits(problem);
  for (const { option } of bins) limits.add(option);
  return limits;
}
