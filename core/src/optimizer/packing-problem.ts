import { FitCheck } from '../scheduling/fit-check.ts';
import { NodeInfo } from '../scheduling/node-info.ts';
import type { SchedulingPod } from '../scheduling/pod.ts';
import { ClusterSnapshot } from '../scheduling/snapshot.ts';
import type { NodeOption } from './node-option.ts';
import type { PodClass } from './pod-class.ts';

/**
 * Classes of pods and kinds of nodes as rows of numbers. Amounts are in the scheduler's units; resource `r` of row `i`
 * is at `i * width + r`.
 */
export interface PackingProblem {
  readonly classes: readonly PodClass[];
  readonly options: readonly NodeOption[];
  /** `pods`, `cpu`, `memory` and what else the pods ask for. */
  readonly resources: readonly string[];
  readonly width: number;
  /** What one pod of each class takes. */
  readonly demand: Float64Array;
  /** What each kind of node has for pods, DaemonSets taken off. */
  readonly capacity: Float64Array;
  /** How many pods each class has. */
  readonly counts: Int32Array;
  readonly prices: Float64Array;
  /** Which kinds of nodes an empty node of them takes a pod of the class: 1 at `class * options + option`. */
  readonly eligible: Uint8Array;
  /**
   * What each kind of node lets in by its labels and taints, whatever the amounts: options with equal texts take the
   * same pods, as far as they are large enough.
   */
  readonly welcomes: readonly string[];
}

export function packingProblem(classes: readonly PodClass[], options: readonly NodeOption[]): PackingProblem {
  const resources = [
    ...new Set([
      'pods',
      'cpu',
      'memory',
      ...classes.flatMap(({ exemplar }) => exemplar.requests.map(([name]) => name)),
    ]),
  ];
  const width = resources.length;
  const demand = new Float64Array(classes.length * width);
  classes.forEach(({ exemplar }, index) => writeDemand(demand, index * width, exemplar, resources));
  const capacity = new Float64Array(options.length * width);
  options.forEach((option, index) => writeCapacity(capacity, index * width, option, resources));
  const accepted = acceptedByOptions(classes, options);
  const problem = {
    classes,
    options,
    resources,
    width,
    demand,
    capacity,
    counts: Int32Array.from(classes, ({ pods }) => pods.length),
    prices: Float64Array.from(options, ({ pricePerHour }) => pricePerHour),
    eligible: new Uint8Array(classes.length * options.length),
    welcomes: options.map((_, o) => accepted.kinds.map((row) => row[o]).join('')),
  };
  markEligible(problem, accepted.byClass);
  return problem;
}

/** Whether a row of demand is within a row of room. */
export function fitsWithin(
  demand: Float64Array,
  demandAt: number,
  room: Float64Array,
  roomAt: number,
  width: number,
): boolean {
  for (let r = 0; r < width; r += 1) if (demand[demandAt + r]! > room[roomAt + r]!) return false;
  return true;
}

function writeDemand(
  demand: Float64Array,
  at: number,
  pod: SchedulingPod,
  resources: readonly string[],
): void {
  demand[at] = 1;
  for (const [name, amount] of pod.requests) demand[at + resources.indexOf(name)] = amount;
}

function writeCapacity(
  capacity: Float64Array,
  at: number,
  { template }: NodeOption,
  resources: readonly string[],
): void {
  const info = new NodeInfo(template.node);
  for (const pod of template.daemonSetPods) info.add(pod);
  resources.forEach((name, r) => {
    capacity[at + r] = Math.max(
      name === 'pods' ? info.allocatable('pods') - info.pods.size : info.free(name),
      0,
    );
  });
}

/** Which options accept which pods, compared once for all pods that say the same of nodes. */
function acceptedByOptions(
  classes: readonly PodClass[],
  options: readonly NodeOption[],
): { readonly kinds: readonly Uint8Array[]; readonly byClass: readonly Uint8Array[] } {
  const kinds = new Map<string, Uint8Array>();
  const byClass = classes.map((each) => {
    const { nodeSelector, nodeSelectorTerms, tolerations, volumes } = each.exemplar;
    const key = JSON.stringify([
      nodeSelector,
      nodeSelectorTerms,
      tolerations,
      volumes,
      each.zone,
      each.onDemandOnly,
    ]);
    const row = kinds.get(key) ?? Uint8Array.from(options, (option) => Number(accepts(option, each)));
    kinds.set(key, row);
    return row;
  });
  return { kinds: [...kinds.values()], byClass };
}

/** By the scheduler's own filters, leaving out amounts and other pods. */
function accepts({ template, zone, capacityType }: NodeOption, each: PodClass): boolean {
  if (each.zone !== undefined && zone !== each.zone) return false;
  if (each.onDemandOnly && capacityType === 'spot') return false;
  const alone = { requests: [], hostPorts: [], podAffinity: [], podAntiAffinity: [], spread: [] };
  const node = new NodeInfo({ ...template.node, allocatable: onePod });
  return new FitCheck({ ...each.exemplar, ...alone }, new ClusterSnapshot([])).fits(node);
}

const onePod: ReadonlyMap<string, number> = new Map([['pods', 1]]);

function markEligible(
  { classes, options, demand, capacity, width, eligible }: PackingProblem,
  accepted: readonly Uint8Array[],
): void {
  for (let c = 0; c < classes.length; c += 1) {
    for (let o = 0; o < options.length; o += 1) {
      if (accepted[c]![o] !== 1 || !fitsWithin(demand, c * width, capacity, o * width, width)) continue;
      eligible[c * options.length + o] = 1;
    }
  }
}
