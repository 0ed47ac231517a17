import type { WorkloadReport } from '../workload-report.ts';

/** `prod/chat`. */
export function titleOf({ workload }: Pick<WorkloadReport, 'workload'>): string {
  return `${workload.namespace}/${workload.name}`;
}
