import type { DemandTrace } from '#core/simulator/index.ts';
import { arrivalRates, SLOT_MS } from '#core/simulator/traffic/arrivals.ts';

import { templateNode } from './node-groups.ts';

const MINUTE = 60_000;

/** Minutes since the beginning, and requests per second: a climb past what the nodes hold, a lull, and a crowd. */
const course = [
  [0, 150],
  [5, 150],
  [15, 560],
  [22, 560],
  [28, 150],
  [46, 150],
  [48, 330],
  [60, 240],
] as const;

/** An hour of one service on nodes that come and go, for the real controllers and for the simulator. */
export const nodeHour = {
  seed: 1,
  durationMs: 60 * MINUTE,
  /** Traffic before the hour, from which the first rates are. */
  leadMs: 2 * MINUTE,
  metric: 'requests_per_second',
  perReplica: 30,
  replicas: 5,
  minReplicas: 2,
  maxReplicas: 30,
  pod: { cpuMilli: 900, memoryBytes: 2 ** 30, imagePullSeconds: 5, startUpSeconds: 15 },
  pool: { name: 'pool', cpuMilli: 4000, memoryBytes: 16 * 2 ** 30, pods: 110, min: 2, max: 12, initial: 2 },
  nodeReadySeconds: 210,
} as const;

export const nodeHourGroup = templateNode(nodeHour.pool.name, {
  cpu: '4',
  memory: '16Gi',
  min: nodeHour.pool.min,
  max: nodeHour.pool.max,
});

/** What is asked for, from the lead on; `startMs` is where the hour begins, at a full quarter of a minute. */
export function nodeHourDemand(startMs: number): DemandTrace {
  const { leadMs, durationMs } = nodeHour;
  const minutes = (leadMs + durationMs) / MINUTE + 1;
  const perSecond = Array.from({ length: minutes }, (_, minute) => levelAt(minute - leadMs / MINUTE));
  return { name: 'node-hour', source: 'test', startMs: startMs - leadMs, stepMs: MINUTE, perSecond };
}

/** Requests that arrived since the lead began, with the chance that the simulator's traffic has. */
export function nodeHourArrivals(startMs: number): (atMs: number) => number {
  const fromMs = startMs - nodeHour.leadMs;
  const endMs = startMs + nodeHour.durationMs + MINUTE;
  const rates = arrivalRates(nodeHourDemand(startMs), { startMs: fromMs, endMs, seed: nodeHourTrafficSeed });
  const sums = rates.reduce<number[]>((all, rate) => [...all, all.at(-1)! + (rate * SLOT_MS) / 1000], [0]);
  return (atMs) => {
    const slots = Math.max(0, atMs - fromMs) / SLOT_MS;
    const slot = Math.min(rates.length - 1, Math.floor(slots));
    return sums[slot]! + (Math.min(slots - slot, 1) * rates[slot]! * SLOT_MS) / 1000;
  };
}

/** What `simulate` gives the first workload of a scenario with the seed of the hour. */
const nodeHourTrafficSeed = nodeHour.seed + Math.imul(1, 0x9e3779b1);

function levelAt(minute: number): number {
  const next = course.findIndex(([at]) => at > minute);
  if (next === 0) return course[0][1];
  const [after, before] = [course[next], course.at(next === -1 ? -1 : next - 1)!];
  if (!after) return before[1];
  return before[1] + ((after[1] - before[1]) * (minute - before[0])) / (after[0] - before[0]);
}
