import { toNumber } from '../../units/index.ts';
import { parseQuantity } from '../../units/quantity.ts';
import type { ReportRequest, WorkloadReport } from '../workload-report.ts';
import type { ClusterWaste, RequestedAndNeeded, WorkloadWaste } from './cluster-report.ts';
import { titleOf } from './workload-title.ts';

/** What requests cost that measured use does not need, workload by workload, beside what is idle. */
export function clusterWaste(workloads: readonly WorkloadReport[], idlePerHour: number): ClusterWaste {
  const rows = workloads
    .flatMap((report) => wasteOf(report) ?? [])
    .sort((a, b) => b.unusedPerHour - a.unusedPerHour || (a.workload < b.workload ? -1 : 1));
  return { idlePerHour, unusedPerHour: rows.reduce((sum, row) => sum + row.unusedPerHour, 0), rows };
}

/** Of one workload; `undefined` where it has no price or its use was not measured. */
export function wasteOf(report: WorkloadReport): WorkloadWaste | undefined {
  const { cost, requests, metrics } = report;
  if (cost === undefined || requests.length === 0) return undefined;
  const rightsized = cost.rightsized?.perHour ?? cost.now.perHour;
  const gpu = metrics.find(({ name }) => name === 'gpu');
  const gpuUsedShare = gpu && meanOf(gpu.history.values);
  return {
    workload: titleOf(report),
    perHour: cost.now.perHour,
    unusedPerHour: Math.max(cost.now.perHour - rightsized, 0),
    ...amounts(requests, 'cpu'),
    ...amounts(requests, 'memory'),
    ...(gpuUsedShare !== undefined && { gpuUsedShare }),
  };
}

function amounts(
  requests: readonly ReportRequest[],
  resource: 'cpu' | 'memory',
): Partial<Record<'cpu' | 'memory', RequestedAndNeeded>> {
  const own = requests.filter((each) => each.resource === resource);
  if (own.length === 0) return {};
  const sum = (of: 'currentRequest' | 'recommendedRequest'): number =>
    own.reduce((total, each) => total + amountOf(each[of]), 0);
  return { [resource]: { requested: sum('currentRequest'), needed: sum('recommendedRequest') } };
}

function amountOf(text: string | undefined): number {
  const quantity = text === undefined ? undefined : parseQuantity(text);
  return quantity?.ok ? toNumber(quantity.value) : 0;
}

function meanOf(values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
