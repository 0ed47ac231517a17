import type { Labels, SchedulingPod } from '../scheduling/pod.ts';
import type { Bin } from './bin.ts';
import { components } from './components.ts';
import { firstFitDecreasing } from './first-fit-decreasing.ts';
import type { LinearSolver } from './linear-program.ts';
import type { NodeOption } from './node-option.ts';
import { type PackingProblem, packingProblem } from './packing-problem.ts';
import { type IntendedNode, type Placement, placePods } from './place-pods.ts';
import { type PackingEffort, planPacking } from './plan-packing.ts';
import { dependsOnOthers, limitSpotShare, type PodClass, podClasses, spreadOverZones } from './pod-class.ts';

export interface OptimizeInput {
  readonly pods: readonly SchedulingPod[];
  readonly options: readonly NodeOption[];
  /** Of each set of equal pods, the part that may be on spot nodes, 0–1; all where absent. Tolerations count beside it. */
  readonly maxSpotShare?: number;
  readonly namespaceLabels?: (namespace: string) => Labels | undefined;
}

export interface OptimizeEffort {
  /** Absent: first fit and improvement only, and no bound. */
  readonly solver?: LinearSolver;
  readonly timeLimitMs: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly clockMs: () => number;
  readonly seed?: number;
  /** A plan that is no further above the bound is good enough; a thousandth where absent. */
  readonly goodEnough?: number;
  /** Rounds of improvement for each part at most; the same plan wherever they are made in time. */
  readonly rounds?: number;
}

export interface OptimizedMix extends Placement {
  readonly pricePerHour: number;
  /** What first fit decreasing comes to for the same pods. */
  readonly baselinePerHour: number;
  /** No plan for the placed pods on these options costs less; absent without a solver, or where limits leave pods out. */
  readonly boundPerHour?: number;
  /** (price − bound) ÷ bound. */
  readonly gap?: number;
  /** The search was ended by its time, not by its end. */
  readonly outOfTime: boolean;
}

/**
 * The cheapest nodes that are found for pods, from none: a mix of instance types, zones and ways of paying on which every
 * pod is placed by the scheduler's rules. Never dearer than first fit decreasing where both place all pods. Pods of one
 * kind that have to spread over zones are dealt out to them first.
 */
export function optimizeMix(
  { pods, options, maxSpotShare = 1, namespaceLabels }: OptimizeInput,
  effort: OptimizeEffort,
): OptimizedMix {
  const { clockMs, timeLimitMs } = effort;
  const endMs = clockMs() + timeLimitMs;
  const dependent = pods.filter(dependsOnOthers);
  const classes = limitSpotShare(podClasses(pods.filter((pod) => !dependsOnOthers(pod))), maxSpotShare);
  const problem = packingProblem(dealtToZones(classes, options), options);
  const packed = packAll(problem, effort, endMs);
  const place = (bins: readonly PackedBin[]): Placement =>
    placePods(
      intendedNodes(problem, bins),
      [...dependent, ...leftOver(problem, bins)],
      options,
      namespaceLabels,
    );
  const planned = place(packed.bins);
  const onlySimple = dependent.length === 0 && planned.unplaced.length === 0;
  const baseline = onlySimple ? undefined : place(packed.baseline);
  const baselinePerHour = baseline ? priceOf(baseline.nodes) : priceOf(packed.baseline);
  const best = baseline && isBetter(baseline, planned) ? baseline : planned;
  const pricePerHour = priceOf(best.nodes);
  const { boundPerHour } = packed;
  return {
    ...best,
    pricePerHour,
    baselinePerHour,
    ...(boundPerHour !== undefined && { boundPerHour }),
    ...(boundPerHour !== undefined &&
      boundPerHour > 0 && { gap: Math.max(pricePerHour / boundPerHour - 1, 0) }),
    outOfTime: clockMs() >= endMs,
  };
}

function dealtToZones(classes: readonly PodClass[], options: readonly NodeOption[]): readonly PodClass[] {
  const bound = packingProblem(classes, options);
  const rows = new Map(classes.map((each, c) => [each, c]));
  return spreadOverZones(classes, (each) => {
    const row = (rows.get(each) ?? 0) * options.length;
    const zones = options.flatMap(({ zone }, o) =>
      bound.eligible[row + o] === 1 && zone !== undefined ? [zone] : [],
    );
    return [...new Set(zones)].sort();
  });
}

/** A node of a plan by numbers of the whole problem. */
interface PackedBin {
  readonly option: NodeOption;
  readonly pods: ReadonlyMap<number, number>;
}

interface Packed {
  readonly bins: readonly PackedBin[];
  readonly baseline: readonly PackedBin[];
  readonly boundPerHour?: number;
}

/** Packs part by part; each gets time by the money and the classes that are in it. */
function packAll(problem: PackingProblem, effort: OptimizeEffort, endMs: number): Packed {
  const { solver, clockMs, seed = 1, goodEnough = 0.001, rounds = 20_000 } = effort;
  // Small parts first: what they do not need of their time is the large ones'.
  const parts = components(problem)
    .sort((a, b) => a.classes.length - b.classes.length)
    .map((part) => ({ ...part, baseline: firstFitDecreasing(part.problem) }));
  const weights = parts.map((part) => {
    const price = priceOf(
      part.baseline.bins.map(({ option }) => ({ option: part.problem.options[option]! })),
    );
    return { price, classes: part.classes.length };
  });
  const bins: PackedBin[] = [];
  const baseline: PackedBin[] = [];
  let bound: number | undefined = solver ? 0 : undefined;
  parts.forEach((part, index) => {
    const rest = weights.slice(index);
    const sum = (of: 'price' | 'classes'): number => rest.reduce((total, each) => total + each[of], 0);
    const { price, classes } = weights[index]!;
    const share = (price / Math.max(sum('price'), 1e-12) + classes / sum('classes')) / 2;
    const deadlineMs = clockMs() + Math.max(endMs - clockMs(), 0) * share;
    const own: PackingEffort = { deadlineMs, clockMs, seed, goodEnough, rounds, ...(solver && { solver }) };
    const plan = planPacking(part.problem, part.baseline, own);
    const whole = (bin: Bin): PackedBin => ({
      option: part.problem.options[bin.option]!,
      pods: new Map([...bin.pods].map(([c, held]) => [part.classes[c]!, held])),
    });
    bins.push(...plan.bins.map(whole));
    baseline.push(...part.baseline.bins.map(whole));
    bound = bound === undefined || plan.boundPerHour === undefined ? undefined : bound + plan.boundPerHour;
  });
  return { bins, baseline, ...(bound !== undefined && { boundPerHour: bound }) };
}

function intendedNodes({ classes }: PackingProblem, bins: readonly PackedBin[]): readonly IntendedNode[] {
  const next = new Map<number, number>();
  return bins.map(({ option, pods }) => ({
    option,
    pods: [...pods].flatMap(([c, held]) => {
      const from = next.get(c) ?? 0;
      next.set(c, from + held);
      return classes[c]!.pods.slice(from, from + held);
    }),
  }));
}

function leftOver({ classes }: PackingProblem, bins: readonly PackedBin[]): readonly SchedulingPod[] {
  const placed = new Map<number, number>();
  for (const { pods } of bins) for (const [c, held] of pods) placed.set(c, (placed.get(c) ?? 0) + held);
  return classes.flatMap((each, c) => each.pods.slice(placed.get(c) ?? 0));
}

function isBetter(a: Placement, b: Placement): boolean {
  if (a.unplaced.length !== b.unplaced.length) return a.unplaced.length < b.unplaced.length;
  return priceOf(a.nodes) < priceOf(b.nodes);
}

function priceOf(nodes: readonly { readonly option: NodeOption }[]): number {
  return nodes.reduce((sum, { option }) => sum + option.pricePerHour, 0);
}
