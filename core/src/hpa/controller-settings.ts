import { type HpaFeatures, hpaFeatures } from './hpa-features.ts';

/** How kube-controller-manager was started, as far as the HPA goes. */
export interface HpaControllerSettings {
  /** `--horizontal-pod-autoscaler-tolerance`, a fraction. */
  readonly tolerance: number;
  /** `--horizontal-pod-autoscaler-downscale-stabilization`. */
  readonly downscaleStabilizationMs: number;
  /** `--horizontal-pod-autoscaler-cpu-initialization-period`. */
  readonly cpuInitializationPeriodMs: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay`. */
  readonly initialReadinessDelayMs: number;
  readonly features: HpaFeatures;
}

/** `--horizontal-pod-autoscaler-sync-period` when nothing is set: how often each HPA is looked at. */
export const defaultSyncPeriodMs = 15_000;

/** The flags as kube-controller-manager has them when nothing is set. */
export const hpaFlagDefaults: Omit<HpaControllerSettings, 'features'> = {
  // pkg/controller/podautoscaler/config/v1alpha1/defaults.go; the same from Kubernetes 1.28 to 1.37.
  tolerance: 0.1,
  downscaleStabilizationMs: 300_000,
  cpuInitializationPeriodMs: 300_000,
  initialReadinessDelayMs: 30_000,
};

/**
 * The settings of a cluster whose controller manager runs with its defaults. `minor` is the minor version of Kubernetes 1;
 * one that is older than the table is taken for its oldest row, a newer one for its newest.
 */
export function defaultControllerSettings(minor: number): HpaControllerSettings {
  return { ...hpaFlagDefaults, features: hpaFeatures(minor) };
}
