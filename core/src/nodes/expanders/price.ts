import { gpuResource } from '../../gpu/gpu-resource.ts';
import type { NodeGroup } from '../node-group.ts';
import { requestedBy } from './least-waste.ts';
import { type Expander, type ExpansionOption, smallest } from './option.ts';

/** What things cost for one hour, in one currency. */
export interface ExpanderPrices {
  /** `undefined` where the group's machine has no price: the option is left out. */
  readonly nodePerHour: (group: NodeGroup) => number | undefined;
  /** What the cloud's price model takes for so much of a pod. */
  readonly podPerHour: (milliCpu: number, memoryBytes: number) => number;
}

const mebibyte = 2 ** 20;

/** The pod that steadies the ratio where pods ask for almost nothing. */
const stabilizer = { milliCpu: 500, memoryBytes: 500 * mebibyte };

/** GPU machines are for pods that ask for GPUs: nothing else should take them. */
const gpuUnfitness = 1000;

/** From how many nodes on, which size of machine suits a cluster, in thousandths of a core. */
const preferredMilliCpu: readonly (readonly [upToNodes: number, milliCpu: number])[] = [
  [2, 1000],
  [6, 2000],
  [20, 4000],
  [60, 8000],
  [200, 16_000],
];
const preferredOfLargest = 32_000;

/**
 * The options that buy the pods' requests cheapest, with a penalty for machines that are far from the size that suits
 * the cluster, which fades with the number of nodes (`price`, Cluster Autoscaler 1.36).
 */
export function price(prices: ExpanderPrices, clusterNodes: number): Expander {
  const preferred =
    preferredMilliCpu.find(([upToNodes]) => clusterNodes <= upToNodes)?.[1] ?? preferredOfLargest;
  const stabilizing = prices.podPerHour(stabilizer.milliCpu, stabilizer.memoryBytes);
  const scoreOf = ({ group, nodes, pods }: ExpansionOption): number | undefined => {
    const node = prices.nodePerHour(group);
    if (node === undefined) return undefined;
    const podsPrice = pods.reduce(
      (sum, pod) => sum + prices.podPerHour(requestedBy([pod], 'cpu'), requestedBy([pod], 'memory')),
      0,
    );
    const ratio = (node * nodes + stabilizing) / (podsPrice + stabilizing);
    return unfitness(group, nodes, preferred) * ratio;
  };
  return (options) => smallest(options, scoreOf, (score) => `score ${score.toPrecision(4)}`);
}

function unfitness({ template }: NodeGroup, nodes: number, preferred: number): number {
  if (hasGpu(template.capacity)) return gpuUnfitness;
  const milliCpu = template.capacity.get('cpu') ?? 0;
  const plain = Math.max(preferred / milliCpu, milliCpu / preferred);
  return (plain - 1) * (1 - Math.tanh((nodes - 1) / 15)) + 1;
}

function hasGpu(capacity: ReadonlyMap<string, number>): boolean {
  return [...capacity].some(([resource, amount]) => amount > 0 && gpuResource(resource) !== undefined);
}
