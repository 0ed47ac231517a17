import { requestRateCandidates, userQuery, workloadCpuUsage, type WorkloadRef } from '../promql/index.ts';
import { type HistoryReader, type Window, WINDOWS } from './history-reader.ts';
import type { MetricHistory } from './workload-facts.ts';

export interface DemandRequest {
  /** PromQL of the demand, where the user named one. */
  readonly demandQuery?: string;
  /** Two weeks in steps of five minutes when left out. */
  readonly window?: Window;
}

/** The history of what a user named. */
export function readUserDemand(
  reader: HistoryReader,
  promql: string,
  window: Window = WINDOWS.demand,
): Promise<MetricHistory> {
  return reader.read(userQuery(promql), { name: 'demand', title: 'demand', method: promql }, window);
}

/**
 * The history of a workload's demand: what the user named; else its requests per second; else the CPU of all its pods together. Never a
 * per-pod average, which our own scaling shapes.
 */
export async function readDemand(
  reader: HistoryReader,
  ref: WorkloadRef,
  { demandQuery, window = WINDOWS.demand }: DemandRequest,
): Promise<MetricHistory> {
  if (demandQuery !== undefined) return readUserDemand(reader, demandQuery, window);
  const method = 'rate over 5 min, all pods';
  const requests = await reader.firstWithSamples(requestRateCandidates(ref));
  return requests === undefined
    ? reader.read(workloadCpuUsage(ref), { name: 'total-cpu', title: 'total cpu', method }, window)
    : reader.read(requests, { name: 'requests', title: 'requests/s', method }, window);
}
