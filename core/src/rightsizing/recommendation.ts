import type { Basis, Reason } from '../evidence/index.ts';
import type { ResourceAmount, ResourceName } from '../vpa/resource-amount.ts';
import type { ContainerResources, ContainerUsage, OomKill } from './container-usage.ts';

/**
 * How requests are found. `percentile`: an empirical percentile with a margin, for people who want a rule that can be
 * said in one sentence. `vpa`: what the Vertical Pod Autoscaler's recommender would say of the same samples.
 */
export type RightsizingMethod = 'percentile' | 'vpa';

export interface RightsizingInput {
  /** The containers of the pod template, in its order. One without usage gets a gap, not a guess. */
  readonly containers: readonly ContainerResources[];
  /** Usage of all pods of the workload, also of those that are gone. */
  readonly usage: readonly ContainerUsage[];
  readonly oomKills?: readonly OomKill[];
  readonly nowMs: number;
  /** Where the usage was read from, for {@link Basis}. */
  readonly source: string;
  /** Default `percentile`. */
  readonly method?: RightsizingMethod;
  /** Stretch of history below which nothing is recommended. Default {@link DEFAULT_MINIMUM_HISTORY_MS}. */
  readonly minimumHistoryMs?: number;
}

export interface UseStatistics {
  readonly p50: ResourceAmount;
  readonly p95: ResourceAmount;
  readonly max: ResourceAmount;
}

/** One resource of one container. Amounts are millicores or bytes. */
export interface ContainerRecommendation {
  readonly container: string;
  readonly resource: ResourceName;
  readonly currentRequest?: ResourceAmount;
  readonly currentLimit?: ResourceAmount;
  /** A request between `lower` and `upper` need not be touched; `target` is the one to set. */
  readonly lower: ResourceAmount;
  readonly target: ResourceAmount;
  readonly upper: ResourceAmount;
  /** The limit that keeps the proportion to the request that it has now; absent where there is no limit. */
  readonly targetLimit?: ResourceAmount;
  /** (request − target) ÷ request; negative when the container should ask for more. Absent without a request. */
  readonly wasteShare?: number;
  /** Measured use: half of the samples, 95 % of them, and all of them stay at or below. */
  readonly use: UseStatistics;
  readonly method: RightsizingMethod;
  readonly basis: Basis;
  readonly reasons: readonly Reason[];
}

/** A container and resource with too little history for a recommendation. */
export interface RightsizingGap {
  readonly container: string;
  readonly resource: ResourceName;
  readonly haveMs: number;
  readonly needMs: number;
}

/** Recommendations by container (in the template's order), CPU before memory, and what had to be left out. */
export interface Rightsizing {
  readonly kind: 'rightsizing';
  readonly recommendations: readonly ContainerRecommendation[];
  readonly gaps: readonly RightsizingGap[];
}

/** One hour: below it a percentile says more about the start-up than about the load. */
export const DEFAULT_MINIMUM_HISTORY_MS = 3_600_000;
