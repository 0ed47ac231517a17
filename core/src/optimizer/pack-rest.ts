import type { SeededRandom } from '../stats/index.ts';
import { Bin } from './bin.ts';
import { fillBin } from './fill.ts';
import type { Worths } from './lower-bound.ts';
import type { NodeLimits } from './node-limits.ts';
import { fitsWithin, type PackingProblem } from './packing-problem.ts';

export interface RestOptions {
  /** Kinds of nodes to choose from, by index. */
  readonly options: readonly number[];
  /** How much of a node's price its pods earn. */
  readonly worths: Worths;
  readonly limits: NodeLimits;
  readonly random?: SeededRandom;
  /** How many kinds of nodes are tried for each new node; all where absent. */
  readonly tries?: number;
}

/**
 * Finds nodes for pods that are left: room on the nodes that there are, where it is tightest, and then new nodes, always
 * the one whose pods earn most of its price. Changes `bins` and counts `left` down; what stays fits nowhere. Answers the
 * pods that went onto nodes that were there.
 */
export function packRest(
  problem: PackingProblem,
  bins: Bin[],
  left: Int32Array,
  rest: RestOptions,
): readonly MovedPod[] {
  const { classes } = problem;
  const moved = useRoom(problem, bins, left);
  let open = [...classes.keys()].filter((c) => left[c]! > 0);
  while (open.length > 0) {
    const earning = bestNewBin(problem, open, left, rest);
    if (earning === undefined) return moved;
    const bin = oneForAll(problem, open, left, earning, rest) ?? earning;
    rest.limits.add(bin.option);
    bins.push(bin);
    for (const [c, held] of bin.pods) left[c]! -= held;
    open = open.filter((c) => left[c]! > 0);
  }
  return moved;
}

export interface MovedPod {
  readonly bin: Bin;
  readonly podClass: number;
}

/** The largest pods first, each onto the node where least would be left. */
function useRoom(problem: PackingProblem, bins: readonly Bin[], left: Int32Array): readonly MovedPod[] {
  const { classes, demand, capacity, width } = problem;
  const moved: MovedPod[] = [];
  const open = [...classes.keys()].filter((c) => left[c]! > 0);
  open.sort((a, b) => demand[b * width + 1]! - demand[a * width + 1]!);
  for (const c of open) {
    while (left[c]! > 0) {
      let tightest: Bin | undefined;
      let least = Infinity;
      for (const bin of bins) {
        if (!fitsWithin(demand, c * width, bin.room, 0, width) || !bin.takes(c)) continue;
        let over = 0;
        for (let r = 1; r < width; r += 1) {
          const whole = capacity[bin.option * width + r]!;
          if (whole > 0) over += (bin.room[r]! - demand[c * width + r]!) / whole;
        }
        if (over < least) {
          least = over;
          tightest = bin;
        }
      }
      if (tightest === undefined) break;
      tightest.add(c);
      moved.push({ bin: tightest, podClass: c });
      left[c]! -= 1;
    }
  }
  return moved;
}

/**
 * The cheapest node that takes all that is left, where that is no dearer than a node that earns more with another one for
 * what that leaves over.
 */
function oneForAll(
  problem: PackingProblem,
  open: readonly number[],
  left: Int32Array,
  earning: Bin,
  rest: RestOptions,
): Bin | undefined {
  const all = cheapestForAll(problem, open, left, rest);
  if (all === undefined) return undefined;
  const after = left.slice();
  for (const [c, held] of earning.pods) after[c]! -= held;
  const over = open.filter((c) => after[c]! > 0);
  const other = over.length === 0 ? undefined : cheapestForAll(problem, over, after, rest);
  const { prices } = problem;
  const inTwo = over.length === 0 ? 0 : other === undefined ? Infinity : prices[other.option]!;
  return prices[all.option]! <= prices[earning.option]! + inTwo ? all : undefined;
}

function cheapestForAll(
  problem: PackingProblem,
  open: readonly number[],
  left: Int32Array,
  { options, limits }: RestOptions,
): Bin | undefined {
  const { prices, capacity, demand, eligible, options: all, width } = problem;
  const sum = new Float64Array(width);
  for (const c of open) {
    for (let r = 0; r < width; r += 1) sum[r]! += left[c]! * demand[c * width + r]!;
  }
  let cheapest: Bin | undefined;
  for (const o of options) {
    if (cheapest !== undefined && prices[o]! >= prices[cheapest.option]!) continue;
    if (!fitsWithin(sum, 0, capacity, o * width, width) || !limits.allows(o)) continue;
    if (open.some((c) => eligible[c * all.length + o] !== 1)) continue;
    const bin = new Bin(problem, o);
    const rest = left.slice();
    fillBin(problem, bin, open, rest);
    if (open.every((c) => rest[c] === 0)) cheapest = bin;
  }
  return cheapest;
}

/** With many classes left, a few of the best kinds of nodes are tried; with few, nearly all. */
const leastTries = 12;
const triedPods = 20_000;

/**
 * The new node whose pods earn most of its price. Options are tried in the order of what they could earn at best, and
 * no more of them than could still be better.
 */
function bestNewBin(
  problem: PackingProblem,
  open: readonly number[],
  left: Int32Array,
  { options, worths: { podPrices, nodeShares }, limits, random, tries }: RestOptions,
): Bin | undefined {
  const { prices, eligible, options: all } = problem;
  const atMost = new Float64Array(all.length);
  const usable = options.filter((o) => {
    if (!limits.allows(o)) return false;
    let worth = 0;
    for (const c of open) if (eligible[c * all.length + o] === 1) worth += left[c]! * podPrices[c]!;
    atMost[o] = Math.min(nodeShares[o]!, worth / Math.max(prices[o]!, 1e-12));
    return worth > 0;
  });
  const tried = tries === undefined || !random ? usable : sample(usable, tries, random);
  let best: Bin | undefined;
  let bestShare = -1;
  const most = Math.max(leastTries, Math.ceil(triedPods / open.length));
  for (const o of [...tried].sort((a, b) => atMost[b]! - atMost[a]!).slice(0, most)) {
    if (best !== undefined && atMost[o]! <= bestShare) break;
    const bin = new Bin(problem, o);
    const own = open.filter((c) => eligible[c * all.length + o] === 1);
    fillBin(problem, bin, own, left.slice(), random);
    if (bin.pods.size === 0) continue;
    let earned = 0;
    for (const [c, held] of bin.pods) earned += held * podPrices[c]!;
    const share = earned / Math.max(prices[o]!, 1e-12);
    if (share <= bestShare) continue;
    bestShare = share;
    best = bin;
  }
  return best;
}

function sample(values: readonly number[], count: number, random: SeededRandom): readonly number[] {
  if (values.length <= count) return values;
  return Array.from({ length: count }, () => values[Math.floor(random.next() * values.length)]!);
}
