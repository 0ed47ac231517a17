/**
 * Feature gates of the Vertical Pod Autoscaler that its admission controller checks; all are alpha and off in every release that has them.
 * Source: pkg/features/versioned_features.go of vertical-pod-autoscaler 1.7.1.
 */
export const vpaGates = {
  PerVPAConfig: { since: '1.5' },
  CPUStartupBoost: { since: '1.6' },
  InPlace: { since: '1.7' },
} as const;

export type VpaGate = keyof typeof vpaGates;
