import { containerShares, type Cost, resourcesAmong, resourcesOfPod } from '../cost/index.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportContainerCost } from './workload-report.ts';

/** {@link containerShares} on the first node that runs a pod of the workload; of the pod, where no node of it is known. */
export function containerCosts({ workload, pods, nodes = [] }: WorkloadFacts): ReportContainerCost[] {
  const node = nodes.find(({ metadata }) => pods.some(({ nodeName }) => nodeName === metadata.name));
  const whole = node ? resourcesAmong(node.allocatable) : resourcesOfPod(workload.template);
  return [...containerShares(workload.template, whole)];
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
