import { requestRateCandidates, userQuery, workloadCpuUsage, type WorkloadRef } from '../promql/index.ts';
import { type HistoryReader, WINDOWS } from './history-reader.ts';
import type { MetricHistory } from './workload-facts.ts';

export interface DemandRequest {
  /** PromQL of the demand, where the user named one. */
  readonly demandQuery?: string;
}

/** The history of what a user named. */
export function readUserDemand(reader: HistoryReader, promql: string): Promise<MetricHistory> {
  return reader.read(userQuery(promql), { name: 'demand', title: 'demand', method: promql }, WINDOWS.demand);
}

/**
 * The history of a workload's demand: what the user named; else its requests per second; else the CPU of all its pods together. Never a
 * per-pod average, which our own scaling shapes.
 */
export async function readDemand(
  reader: HistoryReader,
  ref: WorkloadRef,
  { demandQuery }: DemandRequest,
): Promise<MetricHistory> {
  if (demandQuery !== undefined) return readUserDemand(reader, demandQuery);
  const method = 'rate over 5 min, all pods';
  const requests = await reader.firstWithSamples(requestRateCandidates(ref));
  return requests === undefined
    ? reader.read(workloadCpuUsage(ref), { name: 'total-cpu', title: 'total cpu', method }, WINDOWS.demand)
    : reader.read(requests, { name: 'requests', title: 'requests/s', method }, WINDOWS.demand);
}
