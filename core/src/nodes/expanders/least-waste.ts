import type { SchedulingPod } from '../../scheduling/pod.ts';
import { type Expander, type ExpansionOption, smallest } from './option.ts';

/**
 * The options that leave the least unused: share of CPU plus share of memory of the new machines' whole capacity that
 * the pods do not ask for (`waste`, Cluster Autoscaler 1.36). GPUs do not count.
 */
export const leastWaste: Expander = (options) =>
  smallest(options, wasteOf, (waste) => `${((waste / 2) * 100).toFixed(2)} % unused`);

function wasteOf({ group, nodes, pods }: ExpansionOption): number {
  const unused = (resource: string): number => {
    const available = (group.template.capacity.get(resource) ?? 0) * nodes;
    return (available - requestedBy(pods, resource)) / available;
  };
  return unused('cpu') + unused('memory');
}

/** Of all pods together, in the scheduler's unit. */
export function requestedBy(pods: readonly SchedulingPod[], resource: string): number {
  let sum = 0;
  for (const { requests } of pods) {
    for (const [name, amount] of requests) if (name === resource) sum += amount;
  }
  return sum;
}
