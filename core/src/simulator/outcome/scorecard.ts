/** How a workload fared over a run. Absent figures could not be measured: nothing arrived, nothing scaled, nothing was forecast. */
export interface Scorecard {
  readonly workload: string;
  readonly hours: number;
  readonly requests: number;
  readonly served: number;
  readonly failed: number;
  /** At the end; with what was served and what failed, all that arrived. */
  readonly waiting: number;
  readonly latencySeconds?: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Minutes in which more than 5 % of the requests were slower than the goal. */
  readonly lostMinutes: number;
  readonly mostWaiting: number;
  /** Minutes with ten or more requests waiting. */
  readonly crowdedMinutes: number;
  readonly podHours: number;
  /** Pod hours beyond the fewest that the goal needs, and missing of them. */
  readonly overProvisionedPodHours: number;
  readonly underProvisionedPodHours: number;
  /** From too few running pods for the goal to enough again, each time. */
  readonly scaleUp?: {
    readonly times: number;
    readonly p50Seconds: number;
    readonly p95Seconds: number;
    readonly mostSeconds: number;
  };
  readonly changes: number;
  readonly flapsPerDay: number;
  readonly mostReplicas: number;
  /** 1 − WAPE of what was forecast for the end of the horizon, and the share of the time in which a forecast was served. */
  readonly forecast?: { readonly accuracy: number; readonly servedShare: number };
  /** Of the workload alone, by its pods' share of a node; absent without a price. */
  readonly podCost?: number;
}

/** How the cluster fared. */
export interface ClusterScorecard {
  readonly nodeHours: Readonly<Record<string, number>>;
  readonly cost: number;
  readonly mostNodes: number;
  readonly pendingPodMinutes: number;
}
