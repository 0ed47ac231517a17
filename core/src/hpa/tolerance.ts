import type { HpaControllerSettings } from './controller-settings.ts';
import type { CompleteBehavior } from './spec-defaults.ts';

/** How far usage may be off its target before anything is scaled, as fractions of the target. */
export interface Tolerances {
  readonly scaleUp: number;
  readonly scaleDown: number;
  /** See {@link HpaFeatures.toleranceBounds}. */
  readonly bounds: boolean;
}

/** `tolerancesForHpa` (horizontal.go, Kubernetes 1.37): the HPA's own value a direction, where the gate lets it. */
export function tolerancesFor(
  settings: HpaControllerSettings,
  behavior: CompleteBehavior | undefined,
): Tolerances {
  const own = settings.features.configurableTolerance ? behavior : undefined;
  return {
    scaleUp: own?.scaleUp.tolerance ?? settings.tolerance,
    scaleDown: own?.scaleDown.tolerance ?? settings.tolerance,
    bounds: settings.features.toleranceBounds,
  };
}

/**
 * Whether a usage ratio (usage / target) is near enough to 1. Both bounds belong to it, but in floating point: `|1 - 1.1|` is
 * a little more than 0.1, so a utilization of exactly 110 % of its target scaled up until 1.32 and does not since 1.33.
 */
export function isWithinTolerance(ratio: number, { scaleUp, scaleDown, bounds }: Tolerances): boolean {
  if (!bounds) return Math.abs(1 - ratio) <= scaleUp;
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}
