import type { ResourceAmount, ResourceAmounts, ResourceName } from './resource-amount.ts';

/** Why an amount was changed, in the words that the admission controller writes into the pod's annotation. */
export type CappingAction =
  | 'capped to minAllowed'
  | 'capped to maxAllowed'
  | 'capped to container limit'
  | 'capped to fit Max in container LimitRange'
  | 'capped to fit Min in container LimitRange';

export interface Capping {
  readonly resource: ResourceName;
  readonly action: CappingAction;
  readonly from: ResourceAmount;
  readonly to: ResourceAmount;
}

/** Amounts after capping, and each change that was made, in order. */
export interface Capped {
  readonly amounts: ResourceAmounts;
  readonly cappings: readonly Capping[];
}

export interface Bounds {
  readonly min: ResourceAmounts;
  readonly max: ResourceAmounts;
}

/** The pair of texts that a cap at a lower and at an upper bound is known by. */
export interface CappingActions {
  readonly min: CappingAction;
  readonly max: CappingAction;
}

export const POLICY_ACTIONS: CappingActions = { min: 'capped to minAllowed', max: 'capped to maxAllowed' };

export const LIMIT_RANGE_ACTIONS: CappingActions = {
  min: 'capped to fit Min in container LimitRange',
  max: 'capped to fit Max in container LimitRange',
};

/** `cpu capped to maxAllowed`: one entry of the annotation `vpaUpdates`. */
export function annotationOf(capping: Capping): string {
  return `${capping.resource} ${capping.action}`;
}

/**
 * Raises to `min`, then lowers to `max`, so that the maximum wins where the two cross. A bound of 0 is no bound. Resources
 * without an amount stay without one.
 */
export function capAmounts(amounts: ResourceAmounts, bounds: Bounds, actions: CappingActions): Capped {
  const capped: Partial<Record<ResourceName, ResourceAmount>> = {};
  const cappings: Capping[] = [];
  for (const [resource, amount] of entriesOf(amounts)) {
    const min = bounds.min[resource] ?? 0;
    const max = bounds.max[resource] ?? 0;
    let value = amount;
    if (min > 0 && value < min) {
      cappings.push({ resource, action: actions.min, from: value, to: min });
      value = min;
    }
    if (max > 0 && value > max) {
      cappings.push({ resource, action: actions.max, from: value, to: max });
      value = max;
    }
    capped[resource] = value;
  }
  return { amounts: capped, cappings };
}

/** Lowers to the container's own limits, for policies that leave limits alone. A limit of 0 does cap. */
export function capToLimits(amounts: ResourceAmounts, limits: ResourceAmounts): Capped {
  const capped: Partial<Record<ResourceName, ResourceAmount>> = {};
  const cappings: Capping[] = [];
  for (const [resource, amount] of entriesOf(amounts)) {
    const limit = limits[resource];
    capped[resource] = amount;
    if (limit === undefined || amount <= limit) continue;
    capped[resource] = limit;
    cappings.push({ resource, action: 'capped to container limit', from: amount, to: limit });
  }
  return { amounts: capped, cappings };
}

/** The resources that have an amount, with it. */
export function entriesOf(amounts: ResourceAmounts): readonly (readonly [ResourceName, ResourceAmount])[] {
  const entries: (readonly [ResourceName, ResourceAmount])[] = [];
  if (amounts.cpu !== undefined) entries.push(['cpu', amounts.cpu]);
  if (amounts.memory !== undefined) entries.push(['memory', amounts.memory]);
  return entries;
}
