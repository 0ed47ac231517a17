import type { TimeSeries } from '../stats/time-series.ts';
import type { ResourceAmount, ResourceAmounts, ResourceName } from '../vpa/resource-amount.ts';

/** What one container of a pod template asks for today. Absent amounts are not set there. */
export interface ContainerResources {
  readonly container: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

/** Measured use of one resource by one container of one pod: CPU in cores, memory working set in bytes. */
export interface ContainerUsage {
  readonly pod: string;
  readonly container: string;
  readonly resource: ResourceName;
  readonly series: TimeSeries;
}

/** A container that was killed for want of memory. */
export interface OomKill {
  readonly pod: string;
  readonly container: string;
  readonly atMs: number;
  /** Memory that the container had asked for when it was killed, in bytes; 0 when it had asked for none. */
  readonly requestBytes: ResourceAmount;
}
