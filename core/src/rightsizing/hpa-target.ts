import type { ResourceAmount } from '../vpa/resource-amount.ts';

/** A Utilization target that has to move because the request below it does. */
export interface UtilizationTargetShift {
  readonly oldTarget: number;
  /** `oldTarget × oldRequest ÷ newRequest`: with it the HPA acts at the same usage per pod as before. */
  readonly exactTarget: number;
  /** The same as the whole per cent that `averageUtilization` holds, at least 1. */
  readonly newTarget: number;
  /** Usage per pod that the HPA aims at, before and (after rounding to whole per cents) afterwards. */
  readonly oldUsagePerPod: number;
  readonly newUsagePerPod: number;
}

/**
 * What an HPA's `averageUtilization` must become so that a changed request leaves the HPA's behaviour as it was:
 * utilization is usage ÷ request, so a smaller request makes the same usage look like more load and adds replicas.
 * The requests are those the metric divides by: the sum over the pod's containers for a Resource metric, the one
 * container's for ContainerResource. An AverageValue target does not depend on requests and needs no shift.
 *
 * @throws RangeError when a request or the target is not positive.
 */
export function shiftUtilizationTarget(
  oldTarget: number,
  oldRequest: ResourceAmount,
  newRequest: ResourceAmount,
): UtilizationTargetShift {
  if (!(oldTarget > 0 && oldRequest > 0 && newRequest > 0)) {
    throw new RangeError('A utilization target exists only over a positive request.');
  }
  const exactTarget = (oldTarget * oldRequest) / newRequest;
  const newTarget = Math.max(1, Math.round(exactTarget));
  return {
    oldTarget,
    exactTarget,
    newTarget,
    oldUsagePerPod: (oldTarget * oldRequest) / 100,
    newUsagePerPod: (newTarget * newRequest) / 100,
  };
}
