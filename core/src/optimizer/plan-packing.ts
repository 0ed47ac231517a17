import { seededRandom } from '../stats/index.ts';
import { priceOf } from './bin.ts';
import { usefulOptions } from './dominance.ts';
import type { Packing } from './first-fit-decreasing.ts';
import { followMix } from './follow-mix.ts';
import { improve, limitsWith, shrink } from './improve.ts';
import type { LinearSolver } from './linear-program.ts';
import { lowerBound, type Worths } from './lower-bound.ts';
import { type Mix, solveMix } from './mix-program.ts';
import { nodeLimits } from './node-limits.ts';
import { packRest } from './pack-rest.ts';
import type { PackingProblem } from './packing-problem.ts';
import { filledNodes, findPatterns, wholePatterns } from './pattern-program.ts';
import { wholeNodeBound } from './whole-node-bound.ts';

export interface PackingEffort {
  /** Absent: without a bound, and without the mix that guides the packing. */
  readonly solver?: LinearSolver;
  /** When to stop, on the clock; a step of the solver in hand is ended there too. */
  readonly deadlineMs: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly clockMs: () => number;
  readonly seed: number;
  /** A plan that is no further above the bound is good enough: 0.001 is a thousandth. */
  readonly goodEnough: number;
  /** How many rounds of improvement at most. */
  readonly rounds: number;
}

export interface PlannedPacking extends Packing {
  /** Absent where no solver was given, none answered in time, or limits leave pods out. */
  readonly boundPerHour?: number;
}

/** Above this, ways to fill a node are too many to be searched through. */
const fewClasses = 250;

/** Without a bound a plan is worth little: each program gets so much time, also after the deadline. */
const leastSolverMs = 300;

/** A packing of one component: never dearer than the baseline, unless it places more pods. */
export function planPacking(
  problem: PackingProblem,
  baseline: Packing,
  effort: PackingEffort,
): PlannedPacking {
  const { solver, clockMs, deadlineMs } = effort;
  const remainingMs = (): number => deadlineMs - clockMs();
  const solverMs = (): number => Math.max(remainingMs() / 2, leastSolverMs);
  const mix = solver && solveMix(problem, solver, solverMs());
  const fractional = mix && lowerBound(problem, mix);
  let worths = fractional?.worths ?? averageWorths(problem, baseline);
  const options = usefulOptions(problem);
  let best: Packing = guidedPacking(problem, mix, worths, options);
  shrink(problem, best.bins, options, limitsWith(problem, best.bins));
  if (isBetter(problem, baseline, best)) best = baseline;
  const placesAll = best.left.every((each) => each === 0);
  let bound = mix?.short === false && placesAll ? fractional?.perHour : undefined;
  const isGood = (price: number): boolean => price <= (bound ?? 0) * (1 + effort.goodEnough);
  if (solver && bound !== undefined && !isGood(priceOf(best.bins, problem))) {
    bound = Math.max(bound, wholeNodeBound(problem, options, solver, solverMs()) ?? 0);
  }
  const isSmall = problem.classes.length <= fewClasses;
  if (solver && placesAll && isSmall && !isGood(priceOf(best.bins, problem))) {
    const start = [...filledNodes(best.bins), ...filledNodes(baseline.bins)];
    const untilMs = clockMs() + remainingMs() / 2;
    const goesOn = (): boolean => clockMs() < untilMs;
    const found = findPatterns(problem, start, options, { solver, goesOn, solverMs });
    if (found) {
      worths = found.worths;
      if (bound !== undefined) bound = Math.max(bound, found.boundPerHour);
      const whole = wholePatterns(problem, found.patterns, solver, solverMs());
      if (whole && priceOf(whole, problem) < priceOf(best.bins, problem)) {
        best = { bins: whole, left: best.left };
      }
    }
  }
  const goesOn = (round: number, price: number): boolean =>
    round < effort.rounds && remainingMs() > 0 && !isGood(price);
  const random = seededRandom(effort.seed);
  const bins = improve(problem, best.bins, { options, worths, random, goesOn });
  return { bins, left: best.left, ...(bound !== undefined && { boundPerHour: bound }) };
}

function guidedPacking(
  problem: PackingProblem,
  mix: Mix | undefined,
  worths: Worths,
  options: readonly number[],
): Packing {
  const limits = nodeLimits(problem);
  const started = mix ? followMix(problem, mix, limits) : { bins: [], left: problem.counts.slice() };
  const bins = [...started.bins];
  packRest(problem, bins, started.left, { options, worths, limits });
  return { bins, left: started.left };
}

/** More pods placed is better; with as many, the cheaper one is. */
function isBetter(problem: PackingProblem, a: Packing, b: Packing): boolean {
  const over = ({ left }: Packing): number => left.reduce((sum, each) => sum + each, 0);
  if (over(a) !== over(b)) return over(a) < over(b);
  return priceOf(a.bins, problem) < priceOf(b.bins, problem);
}

/** Without a bound, a pod is worth its part of what the baseline's node costs. */
function averageWorths(
  { classes, options, demand, width, prices, capacity }: PackingProblem,
  { bins }: Packing,
): Worths {
  const podPrices = new Float64Array(classes.length);
  for (const bin of bins) {
    for (const c of bin.pods.keys()) {
      let share = 0;
      for (let r = 0; r < width; r += 1) {
        const whole = capacity[bin.option * width + r]!;
        if (whole > 0) share = Math.max(share, demand[c * width + r]! / whole);
      }
      podPrices[c] = share * prices[bin.option]!;
    }
  }
  return { podPrices, nodeShares: new Float64Array(options.length).fill(Infinity) };
}
