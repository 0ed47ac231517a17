import type { ContainerView } from '../apis/container.ts';
import { runningContainers } from '../apis/pod-template.ts';
import {
  type Cost,
  dominantShare,
  type NodeResources,
  noResources,
  resourcesAmong,
  resourcesOfPod,
} from '../cost/index.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportContainerCost } from './workload-report.ts';

/**
 * What each container pays of its pod's cost, 0–1, in the template's order: its own largest share of the node (of the pod, where
 * no node of it is known) ÷ those of all together. A limit without a request counts as the request. Empty where nothing is requested.
 */
export function containerCosts({ workload, pods, nodes = [] }: WorkloadFacts): ReportContainerCost[] {
  const node = nodes.find(({ metadata }) => pods.some(({ nodeName }) => nodeName === metadata.name));
  const whole = node ? resourcesAmong(node.allocatable) : resourcesOfPod(workload.template);
  const shares = runningContainers(workload.template).map((container) => ({
    container: container.name,
    share: dominantShare(resourcesOfContainer(container), whole),
  }));
  const sum = shares.reduce((total, { share }) => total + share, 0);
  return sum === 0 ? [] : shares.map(({ container, share }) => ({ container, share: share / sum }));
}

/** Of a cost that so many pods make, the part of one. */
export function perPod(cost: Cost, pods: number): Cost | undefined {
  if (pods === 0) return undefined;
  const { perHour, perMonth, rangePerHour } = cost;
  return {
    perHour: { ...perHour, amount: perHour.amount / pods },
    perMonth: { ...perMonth, amount: perMonth.amount / pods },
    rangePerHour: { lower: rangePerHour.lower / pods, upper: rangePerHour.upper / pods },
  };
}

function resourcesOfContainer({ requests, limits }: ContainerView): NodeResources {
  return { ...noResources, ...resourcesAmong({ ...limits, ...requests }) };
}
