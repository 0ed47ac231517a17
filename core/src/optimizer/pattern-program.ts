import { bestPattern, type Pattern } from './best-pattern.ts';
import { Bin } from './bin.ts';
import type { LinearProgram, LinearSolver } from './linear-program.ts';
import type { Worths } from './lower-bound.ts';
import { poolsOf } from './node-option.ts';
import type { PackingProblem } from './packing-problem.ts';

/** A way to fill a node of an option. */
export interface FilledNode {
  readonly option: number;
  readonly pattern: Pattern;
}

export interface PatternSearch {
  readonly solver: LinearSolver;
  /** Whether there is time for another round. */
  readonly goesOn: () => boolean;
  /** How long one program may take. */
  readonly solverMs: () => number;
}

export interface PatternsFound {
  readonly patterns: readonly FilledNode[];
  /** No packing costs less an hour. */
  readonly boundPerHour: number;
  readonly worths: Worths;
}

/**
 * Column generation (Gilmore and Gomory): the cheapest fractional use of the ways to fill a node that are known gives
 * each pod a price; for each option the pods that are worth most at these prices are a new way, if they are worth more
 * than the node costs. Where none is, the value is the bound; until then, prices scaled down until no node is worth more
 * than it costs give one (Farley). Pools' limits add to what a node costs.
 */
export function findPatterns(
  problem: PackingProblem,
  start: readonly FilledNode[],
  options: readonly number[],
  { solver, goesOn, solverMs }: PatternSearch,
): PatternsFound | undefined {
  const { classes, counts, prices } = problem;
  const patterns = [...distinct(start)];
  const known = new Set(patterns.map(keyOf));
  const pools = [...poolsOf(problem.options)];
  let boundPerHour = 0;
  let worths: Worths | undefined;
  while (goesOn()) {
    const solution = solver(coverProgram(problem, patterns, false), { timeLimitMs: solverMs() });
    if (solution?.optimal !== true) break;
    const podPrices = Float64Array.from(classes, (_, c) => Math.max(solution.duals[c]!, 0));
    const poolPrices = new Map(
      pools.map(([name], index) => [name, Math.max(-solution.duals[classes.length + index]!, 0)]),
    );
    const nodeShares = new Float64Array(problem.options.length);
    let scale = 1;
    let added = 0;
    for (const o of options) {
      const cost = prices[o]! + (poolPrices.get(problem.options[o]!.pool?.name ?? '') ?? 0);
      const { pattern, worth, atMost } = bestPattern(problem, o, podPrices);
      nodeShares[o] = atMost / Math.max(prices[o]!, 1e-12);
      if (atMost > 0) scale = Math.min(scale, cost / atMost);
      const filled = { option: o, pattern };
      if (worth <= cost * (1 + 1e-7) || known.has(keyOf(filled))) continue;
      known.add(keyOf(filled));
      patterns.push(filled);
      added += 1;
    }
    let bound = 0;
    for (let c = 0; c < classes.length; c += 1) bound += counts[c]! * podPrices[c]! * scale;
    for (const [name, { maxNodes }] of pools) bound -= (poolPrices.get(name) ?? 0) * maxNodes;
    if (bound > boundPerHour) {
      boundPerHour = bound;
      worths = {
        podPrices: podPrices.map((price) => price * scale),
        nodeShares: nodeShares.map((share) => share * scale),
      };
    }
    if (added === 0) break;
  }
  return worths && { patterns, boundPerHour, worths };
}

/** The cheapest whole number of each way that covers all pods; `undefined` where none was found in time. */
export function wholePatterns(
  problem: PackingProblem,
  patterns: readonly FilledNode[],
  solver: LinearSolver,
  timeLimitMs: number,
): readonly Bin[] | undefined {
  const solution = solver(coverProgram(problem, patterns, true), { timeLimitMs });
  if (!solution) return undefined;
  const left = problem.counts.slice();
  const bins: Bin[] = [];
  patterns.forEach(({ option, pattern }, index) => {
    const times = Math.round(solution.values[index]!);
    for (let n = 0; n < times; n += 1) {
      const bin = new Bin(problem, option);
      for (const [c, held] of pattern) {
        const put = Math.min(held, left[c]!);
        left[c]! -= put;
        for (let pod = 0; pod < put; pod += 1) bin.add(c);
      }
      if (bin.pods.size > 0) bins.push(bin);
    }
  });
  return left.every((each) => each === 0) ? bins : undefined;
}

function coverProgram(
  { classes, counts, prices, options }: PackingProblem,
  patterns: readonly FilledNode[],
  integer: boolean,
): LinearProgram {
  const rows = classes.map((): (readonly [number, number])[] => []);
  patterns.forEach(({ pattern }, index) => {
    for (const [c, held] of pattern) rows[c]!.push([index, held]);
  });
  const pools = [...poolsOf(options).values()].map(({ maxNodes, options: members }) => ({
    upper: maxNodes,
    entries: patterns.flatMap(({ option }, index) => (members.includes(option) ? [[index, 1] as const] : [])),
  }));
  return {
    columns: patterns.map(({ option }) => ({ cost: prices[option]!, ...(integer && { integer }) })),
    rows: [...rows.map((entries, c) => ({ lower: counts[c]!, entries })), ...pools],
  };
}

export function filledNodes(bins: readonly Bin[]): readonly FilledNode[] {
  return bins.map(({ option, pods }) => ({ option, pattern: new Map(pods) }));
}

function distinct(nodes: readonly FilledNode[]): Iterable<FilledNode> {
  return new Map(nodes.map((node) => [keyOf(node), node])).values();
}

function keyOf({ option, pattern }: FilledNode): string {
  return `${option}:${[...pattern].sort(([a], [b]) => a - b).join(';')}`;
}
