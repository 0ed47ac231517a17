import type { Bounds } from './capping.ts';
import { boundaryRequest } from './limit-scaling.ts';
import {
  RESOURCE_NAMES,
  type ResourceAmount,
  type ResourceAmounts,
  type ResourceName,
} from './resource-amount.ts';

/** One entry of `LimitRange.spec.limits`. */
export interface LimitRangeItem {
  readonly type: 'Container' | 'Pod';
  readonly min?: ResourceAmounts;
  readonly max?: ResourceAmounts;
  /** Default limit of containers that set none. */
  readonly default?: ResourceAmounts;
}

/**
 * The one item that has the effect of all items of a type: the lowest maximum, the highest minimum, the last default
 * (VPA `pkg/utils/limitrange/limit_range_calculator.go`). `undefined` when there is none.
 */
export function effectiveLimitRange(
  items: readonly LimitRangeItem[],
  type: LimitRangeItem['type'],
): LimitRangeItem | undefined {
  let effective: LimitRangeItem | undefined;
  for (const item of items) {
    if (item.type !== type || !(item.min ?? item.max ?? item.default)) continue;
    const before = effective ?? { type };
    const defaults = item.default ?? before.default;
    effective = {
      type,
      ...optional('min', combined(before.min, item.min, Math.max)),
      ...optional('max', combined(before.max, item.max, Math.min)),
      ...optional('default', defaults),
    };
  }
  return effective;
}

function optional<K extends string>(
  key: K,
  value: ResourceAmounts | undefined,
): Partial<Record<K, ResourceAmounts>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, ResourceAmounts>);
}

function combined(
  a: ResourceAmounts | undefined,
  b: ResourceAmounts | undefined,
  pick: (a: number, b: number) => number,
): ResourceAmounts | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const result: Partial<Record<ResourceName, ResourceAmount>> = { ...a };
  for (const resource of RESOURCE_NAMES) {
    const added = b[resource];
    if (added === undefined) continue;
    const existing = a[resource];
    result[resource] = existing === undefined ? added : pick(existing, added);
  }
  return result;
}

/**
 * The requests between which a container, whose limit follows its request in proportion, keeps to a LimitRange: both the
 * request and the limit must reach the minimum, the limit must not exceed the maximum.
 */
export function requestBounds(
  container: { readonly requests: ResourceAmounts; readonly limits: ResourceAmounts },
  item: LimitRangeItem,
): Bounds {
  const min: Partial<Record<ResourceName, ResourceAmount>> = {};
  const max: Partial<Record<ResourceName, ResourceAmount>> = {};
  for (const resource of RESOURCE_NAMES) {
    const request = container.requests[resource];
    const limit = container.limits[resource];
    const defaultLimit = item.default?.[resource];
    const forLimit = boundaryRequest(request, limit, item.min?.[resource], defaultLimit);
    min[resource] = Math.max(forLimit, item.min?.[resource] ?? 0);
    max[resource] = boundaryRequest(request, limit, item.max?.[resource], defaultLimit);
  }
  return { min, max };
}
