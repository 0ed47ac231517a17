import { median } from '../stats/median.ts';
import { samplingStepMs } from '../stats/regular-grid.ts';
import type { ResourceName } from '../vpa/resource-amount.ts';
import type { ContainerUsage } from './container-usage.ts';

/** All samples of one resource of one container, over its pods. */
export interface PooledUsage {
  /** Every sample's value, ascending: cores or bytes. */
  readonly ascending: Float64Array;
  /** From the first to the last sample of any pod. */
  readonly spanMs: number;
  readonly lastMs: number;
  /** The usual distance of two samples of one pod; 0 when no pod has two. */
  readonly stepMs: number;
}

/** Pools the samples up to and including `nowMs`; `undefined` when there are none. */
export function poolUsage(
  usage: readonly ContainerUsage[],
  container: string,
  resource: ResourceName,
  nowMs: number,
): PooledUsage | undefined {
  const own = usage.filter((of) => of.container === container && of.resource === resource);
  const values: number[] = [];
  let firstMs = Infinity;
  let lastMs = -Infinity;
  for (const { series } of own) {
    for (const [index, timestampMs] of series.timestampsMs.entries()) {
      if (timestampMs > nowMs) break;
      values.push(series.values[index] ?? 0);
      firstMs = Math.min(firstMs, timestampMs);
      lastMs = Math.max(lastMs, timestampMs);
    }
  }
  if (values.length === 0) return undefined;
  const steps = own.map(({ series }) => samplingStepMs(series)).filter((step) => step !== undefined);
  return {
    ascending: Float64Array.from(values).sort(),
    spanMs: lastMs - firstMs,
    lastMs,
    stepMs: median(steps) ?? 0,
  };
}
