/** What a workload's metrics page would show, counters since the start of the run and gauges, and when users were kept waiting. */
export interface TrafficCounters {
  requests: number;
  failed: number;
  served: number;
  cpuSeconds: number;
  /** Integral of waiting requests over time, request seconds. */
  waitingSeconds: number;
  underWaySeconds: number;
}

export function noTraffic(): TrafficCounters {
  return { requests: 0, failed: 0, served: 0, cpuSeconds: 0, waitingSeconds: 0, underWaySeconds: 0 };
}
