import type { Reason } from '../evidence/index.ts';
import type { ResourceAmount, ResourceName } from '../vpa/resource-amount.ts';
import type { OomKill } from './container-usage.ts';
import type { PooledUsage } from './pooled-usage.ts';

/** What a method needs to size one resource of one container. */
export interface EstimateInput {
  readonly container: string;
  readonly resource: ResourceName;
  readonly usage: PooledUsage;
  readonly currentLimit: ResourceAmount | undefined;
  readonly oomKills: readonly OomKill[];
}

/** A method's answer, and how it came about. */
export interface Estimate {
  readonly lower: ResourceAmount;
  readonly target: ResourceAmount;
  readonly upper: ResourceAmount;
  /** For {@link Basis}: `p95 + 15 %`. */
  readonly method: string;
  readonly reasons: readonly Reason[];
}
