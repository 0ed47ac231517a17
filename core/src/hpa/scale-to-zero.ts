import { findCondition, type HpaCondition } from './conditions.ts';
import type { Reconcile } from './reconcile.ts';

/**
 * Whether metrics are looked at although the target has no replicas (`shouldComputeMetricsForZeroReplicas`, horizontal.go,
 * Kubernetes 1.37). Since 1.36 only if the HPA itself had scaled to zero, which its condition ScaledToZero tells from an operator
 * who had; before, whenever minReplicas is 0.
 */
export function leavesZero(reconcile: Reconcile): boolean {
  const { minReplicas } = reconcile.spec;
  if (!reconcile.input.settings.features.scaledToZeroCondition) return minReplicas === 0;
  return wasScaledToZero(reconcile) && (minReplicas !== 0 || hasObjectOrExternalMetric(reconcile));
}

/** The HPA brought its target to zero, and the gate HPAScaleToZero is on. */
export function wasScaledToZero({ input, state }: Reconcile): boolean {
  const { scaledToZeroCondition, scaleToZero } = input.settings.features;
  if (!scaledToZeroCondition || !scaleToZero) return false;
  return findCondition(state.conditions, 'ScaledToZero')?.status === 'True';
}

/** The condition after a rescale, where the controller keeps it. */
export function scaledToZeroCondition(
  reconcile: Reconcile,
  desiredReplicas: number,
): HpaCondition | undefined {
  const { scaledToZeroCondition: kept, scaleToZero } = reconcile.input.settings.features;
  if (!kept || !scaleToZero) return undefined;
  const scaledToZero =
    reconcile.scale.specReplicas > 0 &&
    desiredReplicas === 0 &&
    reconcile.spec.minReplicas === 0 &&
    hasObjectOrExternalMetric(reconcile);
  return scaledToZero
    ? {
        type: 'ScaledToZero',
        status: 'True',
        reason: 'ScaledToZero',
        message: 'the HPA controller scaled the workload to zero',
      }
    : {
        type: 'ScaledToZero',
        status: 'False',
        reason: 'NotScaledToZero',
        message: 'the HPA controller did not scale the workload to zero',
      };
}

function hasObjectOrExternalMetric({ spec }: Reconcile): boolean {
  return spec.metrics.some(({ type }) => type === 'Object' || type === 'External');
}
