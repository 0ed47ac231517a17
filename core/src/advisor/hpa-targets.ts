import type { HpaView } from '../apis/hpa.ts';
import type { HpaMetric } from '../apis/hpa-metric.ts';
import { runningContainers } from '../apis/pod-template.ts';
import type { WorkloadView } from '../apis/workload.ts';
import { shiftUtilizationTarget } from '../rightsizing/index.ts';
import { formatBytes, formatCores, formatNumber } from '../units/index.ts';
import { resourceAmountsOf } from '../vpa/index.ts';
import { RESOURCE_NAMES, type ResourceName } from '../vpa/resource-amount.ts';
import type { RightsizeHpaTarget } from './rightsize-report.ts';

/** A workload with its HPAs, in the cluster or in manifests. */
export interface ScaledWorkload {
  readonly hpas: readonly HpaView[];
  readonly workload: Pick<WorkloadView, 'template'>;
}

/** What a container is to request, in millicores or bytes; `undefined` where its request stays. */
export type NewRequest = (container: string, resource: ResourceName) => number | undefined;

/** A utilization target beside the requests that it is relative to. */
interface UtilizationMetric {
  readonly hpa: HpaView;
  readonly metricIndex: number;
  readonly resource: ResourceName;
  readonly container?: string;
  readonly averageUtilization: number;
}

/**
 * The utilization targets that the recommended requests would change the meaning of, and what they have to become. A metric whose request is
 * missing somewhere has no meaning yet; one whose request stays needs nothing.
 */
export function hpaTargetsAfter(scaled: ScaledWorkload, newRequest: NewRequest): RightsizeHpaTarget[] {
  return utilizationMetrics(scaled).flatMap((metric) => {
    const before = requestOf(scaled, metric);
    const after = requestOf(scaled, metric, newRequest);
    if (before === undefined || after === undefined || before === after) return [];
    const shift = shiftUtilizationTarget(metric.averageUtilization, before, after);
    const { hpa, metricIndex, resource, container, averageUtilization } = metric;
    const name = hpa.metadata.name ?? '';
    const factor = before / after;
    const usage = describe(resource, shift.oldUsagePerPod);
    const change = factor > 1 ? `${formatNumber(factor, 2)} times the replicas` : 'fewer replicas';
    return {
      hpa: name,
      metricIndex,
      resource,
      ...(container === undefined ? {} : { container }),
      averageUtilization,
      newAverageUtilization: shift.newTarget,
      replicaFactorIfKept: factor,
      text:
        `HPA ${name}: ${resource} target ${averageUtilization} % → ${shift.newTarget} % of the new request keeps ` +
        `${usage} a pod; left at ${averageUtilization} %, the same load gives ${change}`,
    };
  });
}

/**
 * What a pod uses of a resource when its HPA is at its target, where that is more than `limitPerPod` leaves room for: an HPA whose pods are
 * throttled below the target never scales up. `undefined` where the limit is high enough.
 */
export function usageAboveLimit(
  scaled: ScaledWorkload,
  resource: ResourceName,
  limitPerPod: number,
): number | undefined {
  const usages = utilizationMetrics(scaled)
    .filter((metric) => metric.resource === resource)
    .map((metric) => ((requestOf(scaled, metric) ?? 0) * metric.averageUtilization) / 100);
  const highest = Math.max(0, ...usages);
  return highest * ROOM_ABOVE_TARGET > limitPerPod ? highest : undefined;
}

/** The controller's tolerance, and as much again: usage has to go visibly beyond the target before anything is scaled. */
const ROOM_ABOVE_TARGET = 1.2;

function utilizationMetrics({ hpas }: ScaledWorkload): readonly UtilizationMetric[] {
  return hpas.flatMap((hpa) => hpa.metrics.flatMap((metric, index) => utilizationMetric(hpa, metric, index)));
}

function utilizationMetric(hpa: HpaView, metric: HpaMetric, metricIndex: number): UtilizationMetric[] {
  if (metric.type !== 'Resource' && metric.type !== 'ContainerResource') return [];
  const resource = RESOURCE_NAMES.find((known) => known === metric.name);
  const { averageUtilization, averageValue } = metric.target;
  // The controller looks at an average value first.
  if (resource === undefined || averageUtilization === undefined || averageValue !== undefined) return [];
  const container = metric.type === 'ContainerResource' ? metric.container : undefined;
  return [
    { hpa, metricIndex, resource, averageUtilization, ...(container === undefined ? {} : { container }) },
  ];
}

/** What the metric divides by: the requests of all running containers, or of the one it names. */
function requestOf(
  { workload }: ScaledWorkload,
  { resource, container }: UtilizationMetric,
  newRequest?: NewRequest,
): number | undefined {
  const own = runningContainers(workload.template).filter(
    ({ name }) => container === undefined || name === container,
  );
  let sum = 0;
  for (const { name, requests, limits } of own) {
    const amount = newRequest?.(name, resource) ?? resourceAmountsOf({ ...limits, ...requests })[resource];
    if (amount === undefined) return undefined;
    sum += amount;
  }
  return sum > 0 ? sum : undefined;
}

function describe(resource: ResourceName, amount: number): string {
  return resource === 'cpu' ? formatCores(amount / 1000) : formatBytes(amount);
}
