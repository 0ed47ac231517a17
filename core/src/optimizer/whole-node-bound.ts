import type { LinearColumn, LinearProgram, LinearRow, LinearSolver } from './linear-program.ts';
import { largestAmounts } from './mix-program.ts';
import { poolsOf } from './node-option.ts';
import type { PackingProblem } from './packing-problem.ts';

/** Beyond so many parts of classes the program takes longer than it is worth. */
const manyParts = 6000;

/**
 * What whole nodes cost at least if pods could be cut: Σ whole nodes × price, enough of each resource for the parts of
 * pods on them. For few, dear nodes that is far above the bound of fractional ones. `undefined` where it is too large or
 * took too long.
 */
export function wholeNodeBound(
  problem: PackingProblem,
  options: readonly number[],
  solver: LinearSolver,
  timeLimitMs: number,
): number | undefined {
  if (problem.classes.length * options.length > manyParts) return undefined;
  return solver(program(problem, options), { timeLimitMs })?.bound;
}

function program(problem: PackingProblem, kept: readonly number[]): LinearProgram {
  const { classes, options, counts, demand, capacity, prices, width, eligible } = problem;
  const scale = largestAmounts(problem);
  const columns: LinearColumn[] = kept.map((o) => ({ cost: prices[o]!, integer: true }));
  const amounts = kept.flatMap((o, k) =>
    Array.from({ length: width }, (_, r): [number, number][] => [[k, -capacity[o * width + r]! / scale[r]!]]),
  );
  const rows: LinearRow[] = classes.map((_, c) => ({
    lower: 1,
    entries: kept.flatMap((o, k) => {
      if (eligible[c * options.length + o] !== 1) return [];
      const column = columns.length;
      columns.push({ cost: 0 });
      for (let r = 0; r < width; r += 1) {
        const amount = (counts[c]! * demand[c * width + r]!) / scale[r]!;
        if (amount > 0) amounts[k * width + r]!.push([column, amount]);
      }
      return [[column, 1] as const];
    }),
  }));
  const pools = [...poolsOf(options).values()].map((pool) => ({
    upper: pool.maxNodes,
    entries: kept.flatMap((o, k) => (pool.options.includes(o) ? [[k, 1] as const] : [])),
  }));
  return { columns, rows: [...amounts.map((entries) => ({ upper: 0, entries })), ...rows, ...pools] };
}
