import {
  defaultPodStart,
  type NodePool,
  type ServiceCase,
  type ServiceProfile,
  type SyntheticShape,
  syntheticTrace,
} from '#core/simulator/index.ts';

export const DAY = 86_400_000;
/** A Monday, midnight UTC. */
export const MONDAY = Date.parse('2026-08-03T00:00:00Z');
const GIB = 2 ** 30;

/** A replica serves 50 requests per second, each in 20 ms; an idle one has its p95 at 60 ms. */
export const service: ServiceProfile = {
  serviceSeconds: 0.02,
  concurrency: 1,
  cpuSecondsPerRequest: 0.018,
  idleCores: 0.05,
  timeoutSeconds: 10,
};

export const pool: NodePool = {
  name: 'on-demand',
  allocatable: { cpu: 3920, memory: 14.5 * GIB, pods: 58 },
  minSize: 1,
  maxSize: 60,
  initialSize: 3,
  pricePerHour: 0.1664,
  startMs: { least: 180_000, most: 240_000 },
};

export function serviceCase(shape: SyntheticShape, fields: Partial<ServiceCase> = {}): ServiceCase {
  return {
    name: 'web',
    demand: syntheticTrace(shape, { startMs: MONDAY, days: 4, peakPerSecond: 800 }),
    startMs: MONDAY + 3 * DAY,
    endMs: MONDAY + 4 * DAY,
    seed: 1,
    service,
    pod: { requests: { cpu: 1900, memory: 6 * GIB } },
    start: defaultPodStart,
    goalP95Seconds: 0.1,
    minReplicas: 2,
    maxReplicas: 60,
    targetShare: 0.6,
    pool,
    ...fields,
  };
}
