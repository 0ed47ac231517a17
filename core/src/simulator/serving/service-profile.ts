/** How one replica serves. */
export interface ServiceProfile {
  /** Mean time to serve one request, without waiting. */
  readonly serviceSeconds: number;
  /** Requests that a replica serves side by side; each takes `serviceSeconds` all the same. */
  readonly concurrency: number;
  /** CPU that one request takes, core seconds. */
  readonly cpuSecondsPerRequest: number;
  /** What a replica uses without requests, cores. */
  readonly idleCores: number;
  /** A request that waits longer than this fails. */
  readonly timeoutSeconds: number;
}

/** Requests per second that one replica serves when it is never idle. */
export function replicaCapacity({ serviceSeconds, concurrency }: ServiceProfile): number {
  return concurrency / serviceSeconds;
}

/** The p95 of a replica that nobody else asks: no number of replicas is faster. */
export function idleP95Seconds({ serviceSeconds }: ServiceProfile): number {
  return serviceSeconds * Math.log(20);
}
