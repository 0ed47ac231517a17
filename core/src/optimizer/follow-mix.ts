import { Bin } from './bin.ts';
import { fillBin } from './fill.ts';
import type { Packing } from './first-fit-decreasing.ts';
import type { Mix } from './mix-program.ts';
import type { NodeLimits } from './node-limits.ts';
import type { PackingProblem } from './packing-problem.ts';

/**
 * Builds the whole nodes of a mix: deals the pods of each class out to the options as the mix says, and fills one node
 * after the other. A node that comes out less full than a node of the mix should be is taken apart again; its pods, and
 * those that are over, are left for {@link packRest}.
 */
export function followMix(problem: PackingProblem, mix: Mix, limits: NodeLimits): Packing {
  const { classes, options, counts } = problem;
  const dealt = dealOut(problem, mix);
  const bins: Bin[] = [];
  const left = counts.slice();
  for (let o = 0; o < options.length; o += 1) {
    const own = dealt.get(o);
    if (own === undefined) continue;
    const members = [...classes.keys()].filter((c) => own[c]! > 0);
    const whole = Math.floor(mix.nodes[o]! + 1e-6);
    for (let n = 0; n < whole && limits.allows(o); n += 1) {
      const bin = new Bin(problem, o);
      fillBin(problem, bin, members, own);
      if (bin.pods.size === 0) break;
      limits.add(o);
      bins.push(bin);
      for (const [c, held] of bin.pods) left[c]! -= held;
    }
  }
  return { bins, left };
}

/** Whole pods for each option: the parts of the mix, and what is over by the largest remainder. */
function dealOut({ classes, counts }: PackingProblem, { shares }: Mix): ReadonlyMap<number, Int32Array> {
  const dealt = new Map<number, Int32Array>();
  // Remainders go on from class to class, so that many small classes add up to what the mix meant.
  const owed = new Map<number, number>();
  classes.forEach((_, c) => {
    const own = shares[c]!;
    let open = counts[c]!;
    for (const [o, share] of own) owed.set(o, (owed.get(o) ?? 0) + share * counts[c]!);
    while (open > 0 && own.length > 0) {
      const [o] = own.reduce((most, each) => (owed.get(each[0])! > owed.get(most[0])! ? each : most));
      const take = own.length === 1 ? open : Math.min(open, Math.max(1, Math.floor(owed.get(o)!)));
      const row = dealt.get(o) ?? new Int32Array(classes.length);
      dealt.set(o, row);
      row[c]! += take;
      owed.set(o, owed.get(o)! - take);
      open -= take;
    }
  });
  return dealt;
}
