import type { PackingProblem } from './packing-problem.ts';

/**
 * The options that are likely to matter where only averages over many nodes count: of those that take the same pods,
 * the ones that give most for their money in some proportion of the resources, and the largest. Options of a limited
 * pool are all among them.
 */
export function frontier(problem: PackingProblem): readonly number[] {
  const { options, welcomes, capacity, prices, width } = problem;
  const groups = new Map<string, number[]>();
  const kept = new Set<number>();
  options.forEach(({ pool }, o) => {
    if (pool !== undefined) kept.add(o);
    const group = groups.get(welcomes[o]!) ?? [];
    groups.set(welcomes[o]!, group);
    group.push(o);
  });
  for (const group of groups.values()) {
    const largest = new Float64Array(width).fill(1e-9);
    for (const o of group) {
      for (let r = 0; r < width; r += 1) largest[r] = Math.max(largest[r]!, capacity[o * width + r]!);
    }
    for (const weights of directions(width)) {
      kept.add(best((o) => valueOf(o, weights, largest) / Math.max(prices[o]!, 1e-12)));
    }
    for (let r = 0; r < width; r += 1) kept.add(best((o) => capacity[o * width + r]!));

    function best(score: (o: number) => number): number {
      return group.reduce((first, o) => (score(o) > score(first) ? o : first));
    }
  }
  return [...kept].sort((a, b) => a - b);

  function valueOf(o: number, weights: readonly number[], largest: Float64Array): number {
    let value = 0;
    for (let r = 0; r < width; r += 1) value += (weights[r]! * capacity[o * width + r]!) / largest[r]!;
    return value;
  }
}

/** Mixtures of each two resources; more than two at once are between them. */
function directions(width: number): readonly (readonly number[])[] {
  const zero = Array.from({ length: width }, () => 0);
  const pairs = zero.flatMap((_, r) => zero.slice(r + 1).map((__, step) => [r, r + 1 + step] as const));
  return pairs.flatMap(([a, b]) =>
    [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 1].map((part) =>
      zero.with(a, part).with(b, 1 - part),
    ),
  );
}

/**
 * The options that a plan may need: of those that take the same pods, no other is as large and costs no more. Of equal
 * ones the first is left.
 */
export function usefulOptions(problem: PackingProblem): readonly number[] {
  const { capacity, prices, width } = problem;
  const isBetter = (other: number, o: number): boolean => {
    if (prices[other]! > prices[o]!) return false;
    for (let r = 0; r < width; r += 1) {
      if (capacity[other * width + r]! < capacity[o * width + r]!) return false;
    }
    return true;
  };
  const by = replaced(problem, isBetter);
  return [...by.keys()].filter((o) => by[o] === o);
}

function replaced(
  { options, welcomes }: PackingProblem,
  isBetter: (other: number, o: number) => boolean,
): Int32Array {
  const by = Int32Array.from(options, (_, o) => o);
  const left = new Map<string, number[]>();
  for (let o = 0; o < options.length; o += 1) {
    if (options[o]!.pool !== undefined) continue;
    const others = left.get(welcomes[o]!) ?? [];
    left.set(welcomes[o]!, others);
    const better = others.find((other) => isBetter(other, o));
    if (better !== undefined) {
      by[o] = better;
      continue;
    }
    for (const other of others.filter((each) => isBetter(o, each))) {
      by[other] = o;
      others.splice(others.indexOf(other), 1);
    }
    others.push(o);
  }
  // What stood in may have been replaced itself.
  for (let o = 0; o < by.length; o += 1) while (by[by[o]!] !== by[o]) by[o] = by[by[o]!]!;
  return by;
}
