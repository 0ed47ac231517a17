import type { OwnHpa } from '../own-hpa/own-hpa.ts';
import type { NodePool, PodShape, PodStart } from '../scenario.ts';
import { replicaCapacity, type ServiceProfile } from '../serving/service-profile.ts';
import type { DemandTrace } from '../traffic/demand-trace.ts';

/** One service and its traffic, for which ways to scale it are compared. */
export interface ServiceCase {
  readonly name: string;
  readonly demand: DemandTrace;
  /** Epoch milliseconds: what is simulated; the trace before it is history. */
  readonly startMs: number;
  readonly endMs: number;
  readonly seed: number;
  readonly service: ServiceProfile;
  readonly pod: PodShape;
  /** What the pod would ask for by its measured use; absent: right-sizing changes nothing. */
  readonly rightSizedPod?: PodShape;
  /** What a replica uses of memory; absent: a VPA sizes its CPU alone. */
  readonly memoryBytes?: number;
  readonly start: PodStart;
  readonly goalP95Seconds: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** What an autoscaler aims at, as a share of what a replica can serve, 0–1. */
  readonly targetShare: number;
  /** The HPA that it has; absent: it has none, or nothing that is simulated stands for its metrics. */
  readonly ownHpa?: OwnHpa;
  /** The same, changed; absent: no change was asked about. */
  readonly whatIfHpa?: OwnHpa;
  /** Where its pods run; sizes are those of the strategies with Cluster Autoscaler. */
  readonly pool: NodePool;
  /** The same machines as spot; absent: spot is not tried. */
  readonly spotPool?: NodePool;
}

/** Requests per second that an autoscaler wants each replica to have. */
export function targetPerReplica({ service, targetShare }: ServiceCase): number {
  return targetShare * replicaCapacity(service);
}

/** How many such pods a node of the pool holds by their requests, and of `pods`; 0 where one does not fit. */
export function podsPerNode({ allocatable }: NodePool, { requests }: PodShape): number {
  const byResource = Object.entries(requests)
    .filter(([, amount]) => amount > 0)
    .map(([resource, amount]) => Math.floor((allocatable[resource] ?? 0) / amount));
  return Math.min(allocatable.pods ?? 110, ...byResource);
}

/** A pod's share of a node by its dominant resource, in the node's price. */
export function costPerPodHour(pool: NodePool, { requests }: PodShape): number {
  const shares = Object.entries(requests).map(
    ([resource, amount]) => amount / (pool.allocatable[resource] ?? Infinity),
  );
  return Math.max(...shares) * pool.pricePerHour;
}
