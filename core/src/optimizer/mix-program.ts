import { frontier } from './dominance.ts';
import type {
  LinearColumn,
  LinearProgram,
  LinearRow,
  LinearSolution,
  LinearSolver,
} from './linear-program.ts';
import { poolsOf } from './node-option.ts';
import type { PackingProblem } from './packing-problem.ts';

/** How many nodes of each option, in fractions, and what of each group of pods goes where. */
export interface Mix {
  /** Nodes of each option. */
  readonly nodes: Float64Array;
  /** Which part of the pods of a class goes to which options. */
  readonly shares: readonly (readonly (readonly [option: number, share: number])[])[];
  /**
   * What one unit of each resource is worth on each option, `option * width + r`. An option's whole capacity is worth
   * no more than its price, plus what its pool's limit is worth.
   */
  readonly unitPrices: Float64Array;
  /** What one more node would be worth to each limited pool. */
  readonly poolPrices: ReadonlyMap<string, number>;
  /** Some pods fit only beyond a pool's limit: prices then bound nothing. */
  readonly short: boolean;
}

/** Pods that are alike in where they may go and in their proportions: to a mix of nodes they are one. */
interface Group {
  readonly classes: number[];
  readonly total: Float64Array;
  readonly options: readonly number[];
}

/**
 * The cheapest mix of nodes if pods could be cut: enough of each resource on the nodes of each option for what is put
 * there. Pods whose proportions differ by less than a tenth or so are taken together, which blurs where pods
 * should go, but not what the bound says: that is computed from the prices for each class by itself.
 */
export function solveMix(problem: PackingProblem, solve: LinearSolver, timeLimitMs: number): Mix | undefined {
  const kept = new Set(frontier(problem));
  let mix: Mix | undefined;
  // Prices that make an option a bargain that was left out: it is taken in.
  for (let round = 0; round < maxRounds; round += 1) {
    const options = [...kept].sort((a, b) => a - b);
    const groups = groupsOf(problem, options);
    if (groups.length === 0) return undefined;
    const program = mixProgram(problem, groups, options);
    const solution = solve(program.program, { timeLimitMs });
    if (solution?.optimal !== true) return mix;
    const read = readMix(problem, groups, options, program, solution);
    mix = read.mix;
    for (const o of read.bargains) kept.add(o);
    if (read.bargains.length === 0) break;
  }
  return mix;
}

const maxRounds = 4;

function groupsOf(problem: PackingProblem, kept: readonly number[]): readonly Group[] {
  const { classes, demand, counts, width, eligible, options } = problem;
  const scale = largestAmounts(problem);
  const groups = new Map<string, Group>();
  for (let c = 0; c < classes.length; c += 1) {
    const own = kept.filter((o) => eligible[c * options.length + o] === 1);
    if (own.length === 0) continue;
    const cpu = demand[c * width + 1]! / scale[1]!;
    const proportions = [];
    for (let r = 0; r < width; r += 1) {
      const ratio = demand[c * width + r]! / scale[r]! / Math.max(cpu, 1e-9);
      proportions.push(ratio === 0 ? 'none' : Math.round(Math.log2(ratio) * (r === 0 ? 0.5 : 2)));
    }
    const key = `${own.join(',')}|${proportions.join(',')}`;
    const group = groups.get(key) ?? { classes: [], total: new Float64Array(width), options: own };
    groups.set(key, group);
    group.classes.push(c);
    for (let r = 0; r < width; r += 1) group.total[r]! += counts[c]! * demand[c * width + r]!;
  }
  return [...groups.values()];
}

/** The largest capacity for each resource, which brings amounts of all to about 1. */
export function largestAmounts({ capacity, options, width }: PackingProblem): Float64Array {
  const scale = new Float64Array(width).fill(1e-9);
  for (let o = 0; o < options.length; o += 1) {
    for (let r = 0; r < width; r += 1) scale[r] = Math.max(scale[r]!, capacity[o * width + r]!);
  }
  return scale;
}

interface MixProgram {
  readonly program: LinearProgram;
  /** The first row of each kept option's resources. */
  readonly firstRow: readonly number[];
  readonly poolRows: ReadonlyMap<string, number>;
  /** The column of a group's share on one of its options. */
  readonly shareColumn: readonly (readonly number[])[];
  readonly shortColumn: readonly number[];
}

/** What a pod that is left out costs, as a multiple of all that the dearest nodes could. */
const leftOut = 1e3;

function mixProgram(problem: PackingProblem, groups: readonly Group[], kept: readonly number[]): MixProgram {
  const { options, prices, capacity, width } = problem;
  const scale = largestAmounts(problem);
  const columns: LinearColumn[] = kept.map((o) => ({ cost: prices[o]! }));
  const entries: (readonly [number, number])[][] = [];
  const firstRow = kept.map((o, k) => {
    const first = k * width;
    for (let r = 0; r < width; r += 1) entries[first + r] = [[k, -capacity[o * width + r]! / scale[r]!]];
    return first;
  });
  const position = new Map(kept.map((o, k) => [o, k]));
  const dearest = Math.max(...kept.map((o) => prices[o]!));
  const groupRows: LinearRow[] = [];
  const shareColumn: number[][] = [];
  const shortColumn: number[] = [];
  for (const group of groups) {
    const own: number[] = [];
    const row: (readonly [number, number])[] = [];
    for (const o of group.options) {
      const column = columns.length;
      columns.push({ cost: 0 });
      own.push(column);
      row.push([column, 1]);
      const first = firstRow[position.get(o)!]!;
      for (let r = 0; r < width; r += 1) {
        const amount = group.total[r]! / scale[r]!;
        if (amount > 0) entries[first + r]!.push([column, amount]);
      }
    }
    const size = Math.max(...group.total.map((amount, r) => amount / scale[r]!));
    shortColumn.push(columns.length);
    row.push([columns.length, 1]);
    columns.push({ cost: leftOut * dearest * Math.max(size, 1) });
    shareColumn.push(own);
    groupRows.push({ lower: 1, upper: 1, entries: row });
  }
  const poolRows = new Map<string, number>();
  const poolEntries: LinearRow[] = [];
  for (const [name, pool] of poolsOf(options)) {
    poolRows.set(name, kept.length * width + groups.length + poolEntries.length);
    poolEntries.push({
      upper: pool.maxNodes,
      entries: pool.options.map((o) => [position.get(o)!, 1] as const),
    });
  }
  const amounts = entries.map((row): LinearRow => ({ upper: 0, entries: row }));
  return {
    program: { columns, rows: [...amounts, ...groupRows, ...poolEntries] },
    firstRow,
    poolRows,
    shareColumn,
    shortColumn,
  };
}

interface ReadMix {
  readonly mix: Mix;
  /** Options that were left out and would be full for less than they are worth. */
  readonly bargains: readonly number[];
}

function readMix(
  problem: PackingProblem,
  groups: readonly Group[],
  kept: readonly number[],
  { firstRow, poolRows, shareColumn, shortColumn }: MixProgram,
  { values, duals }: LinearSolution,
): ReadMix {
  const { classes, options, width } = problem;
  const scale = largestAmounts(problem);
  const nodes = new Float64Array(options.length);
  const unitPrices = new Float64Array(options.length * width);
  kept.forEach((o, k) => {
    nodes[o] = values[k]!;
    for (let r = 0; r < width; r += 1) {
      unitPrices[o * width + r] = Math.max(-duals[firstRow[k]! + r]!, 0) / scale[r]!;
    }
  });
  const bargains = priceOthers(problem, kept, unitPrices);
  const shares: (readonly (readonly [number, number])[])[] = classes.map(() => []);
  groups.forEach((group, g) => {
    const own = group.options.flatMap((o, index) => {
      const share = values[shareColumn[g]![index]!]!;
      return share > 1e-9 ? [[o, share] as const] : [];
    });
    for (const c of group.classes) shares[c] = own;
  });
  const mix = {
    nodes,
    shares,
    unitPrices,
    poolPrices: new Map([...poolRows].map(([name, row]) => [name, Math.max(-duals[row]!, 0)])),
    short: shortColumn.some((column) => values[column]! > 1e-6),
  };
  return { mix, bargains };
}

/** How much cheaper an option has to be than those that are known, as a part of its price. */
const worthwhile = 0.004;

/**
 * Gives each option that was left out the prices of a kept one that takes the same pods, brought to where a full node is
 * worth what it costs: the one by which they come out highest. Answers those for which they are lower than the kept one's.
 */
function priceOthers(
  { options, welcomes, capacity, prices, width }: PackingProblem,
  kept: readonly number[],
  unitPrices: Float64Array,
): readonly number[] {
  const isKept = new Set(kept);
  const bargains: number[] = [];
  for (let o = 0; o < options.length; o += 1) {
    if (isKept.has(o)) continue;
    let highest = 0;
    let from = -1;
    for (const other of kept) {
      if (welcomes[other] !== welcomes[o]) continue;
      let worth = 0;
      for (let r = 0; r < width; r += 1) worth += unitPrices[other * width + r]! * capacity[o * width + r]!;
      const factor = worth > 0 ? prices[o]! / worth : 0;
      if (factor > highest) [highest, from] = [factor, other];
    }
    if (from < 0) continue;
    for (let r = 0; r < width; r += 1) unitPrices[o * width + r] = highest * unitPrices[from * width + r]!;
    if (highest < 1 - worthwhile) bargains.push(o);
  }
  return bargains;
}
