import type { PackingProblem } from './packing-problem.ts';

/** A part of a problem that has nothing to do with the rest: no node could take pods of both. */
export interface Component {
  readonly problem: PackingProblem;
  /** Which classes of the whole these are. */
  readonly classes: readonly number[];
  /** Which options of the whole these are. */
  readonly options: readonly number[];
}

/**
 * Takes a problem apart: classes belong together where an option takes both, options where a pool limits both. Each
 * part is solved by itself, and costs and bounds add up. Classes that no option takes are in no part.
 */
export function components(problem: PackingProblem): Component[] {
  const { classes, options, eligible } = problem;
  const parent = Int32Array.from({ length: options.length }, (_, o) => o);
  const rootOf = (o: number): number => {
    let root = o;
    while (parent[root] !== root) root = parent[root]!;
    return (parent[o] = root);
  };
  const firstOfPool = new Map<string, number>();
  options.forEach(({ pool }, o) => {
    if (pool === undefined) return;
    const first = firstOfPool.get(pool.name) ?? o;
    firstOfPool.set(pool.name, first);
    parent[rootOf(o)] = rootOf(first);
  });
  const home = classes.map((_, c) => {
    let first = -1;
    for (let o = 0; o < options.length; o += 1) {
      if (eligible[c * options.length + o] !== 1) continue;
      if (first < 0) first = o;
      else parent[rootOf(o)] = rootOf(first);
    }
    return first;
  });
  const parts = new Map<number, { classes: number[]; options: number[] }>();
  home.forEach((o, c) => {
    if (o < 0) return;
    const part = parts.get(rootOf(o)) ?? { classes: [], options: [] };
    parts.set(rootOf(o), part);
    part.classes.push(c);
  });
  options.forEach((_, o) => parts.get(rootOf(o))?.options.push(o));
  return [...parts.values()].map((part) => ({
    ...part,
    problem: partOf(problem, part.classes, part.options),
  }));
}

function partOf(
  problem: PackingProblem,
  classes: readonly number[],
  options: readonly number[],
): PackingProblem {
  const { width, demand, capacity, counts, prices, eligible, welcomes } = problem;
  const rows = (from: Float64Array, indices: readonly number[]): Float64Array => {
    const picked = new Float64Array(indices.length * width);
    indices.forEach((each, at) => picked.set(from.subarray(each * width, (each + 1) * width), at * width));
    return picked;
  };
  const own = new Uint8Array(classes.length * options.length);
  classes.forEach((c, row) => {
    options.forEach((o, at) => (own[row * options.length + at] = eligible[c * problem.options.length + o]!));
  });
  return {
    ...problem,
    classes: classes.map((c) => problem.classes[c]!),
    options: options.map((o) => problem.options[o]!),
    demand: rows(demand, classes),
    capacity: rows(capacity, options),
    counts: Int32Array.from(classes, (c) => counts[c]!),
    prices: Float64Array.from(options, (o) => prices[o]!),
    eligible: own,
    welcomes: options.map((o) => welcomes[o]!),
  };
}
