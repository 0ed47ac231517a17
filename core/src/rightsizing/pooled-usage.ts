import type { ResourceName } from '../vpa/resource-amount.ts';
import type { ContainerUsage } from './container-usage.ts';

/** All samples of one resource of one container, over its pods. */
export interface PooledUsage {
  /** Every sample's value, ascending: cores or bytes. */
  readonly ascending: Float64Array;
  /** From the first to the last sample of any pod. */
  readonly spanMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly pods: number;
}

/** Pools the samples up to and including `nowMs`; `undefined` when there are none. */
export function poolUsage(
  usage: readonly ContainerUsage[],
  container: string,
  resource: ResourceName,
  nowMs: number,
): PooledUsage | undefined {
  const values: number[] = [];
  let firstMs = Infinity;
  let lastMs = -Infinity;
  const pods = new Set<string>();
  for (const { series, ...of } of usage) {
    if (of.container !== container || of.resource !== resource) continue;
    for (const [index, timestampMs] of series.timestampsMs.entries()) {
      if (timestampMs > nowMs) break;
      values.push(series.values[index] ?? 0);
      firstMs = Math.min(firstMs, timestampMs);
      lastMs = Math.max(lastMs, timestampMs);
      pods.add(of.pod);
    }
  }
  if (values.length === 0) return undefined;
  const ascending = Float64Array.from(values).sort();
  return { ascending, spanMs: lastMs - firstMs, firstMs, lastMs, pods: pods.size };
}

/** The smallest sample that at least the share `p` (0–1) of all samples does not exceed (nearest rank). */
export function percentileOf(pooled: PooledUsage, p: number): number {
  const count = pooled.ascending.length;
  const rank = Math.max(1, Math.ceil(p * count));
  return pooled.ascending[Math.min(rank, count) - 1] ?? 0;
}
