import type { UpdaterConfig } from './updater-config.ts';

/** The pods of one ReplicaSet, StatefulSet or the like, as the updater counts them in one loop. */
export interface DisruptionGroup {
  /** `spec.replicas`; for a Job the number of live pods. */
  readonly configured: number;
  readonly live: number;
  readonly pending: number;
  /** Evicted, or sent to be resized, so far in this loop. */
  readonly disrupted: number;
}

/** What is said of the VPA and of the pod that is to go. */
export interface DisruptionDetails {
  /** `spec.updatePolicy.minReplicas`; default: the updater's flag. */
  readonly minReplicas?: number | undefined;
  /** The pod does not run yet: nobody misses it. Default false. */
  readonly isPending?: boolean;
}

/**
 * Whether the updater may take one more pod of the group: the group has at least `minReplicas` live pods, and more
 * of them run than must stay, which is all but the share `evictionTolerance`, truncated. When that share is no whole pod,
 * one may go while all run. A pending pod of a large enough group may always go (VPA `pkg/updater/restriction`, 1.8.1).
 */
export function mayDisrupt(
  group: DisruptionGroup,
  config: UpdaterConfig,
  { minReplicas = config.minReplicas, isPending = false }: DisruptionDetails = {},
): boolean {
  if (group.live < minReplicas) return false;
  if (isPending) return true;
  const tolerance = Math.trunc(group.configured * config.evictionTolerance);
  const running = group.live - group.pending;
  if (running - group.disrupted > group.configured - tolerance) return true;
  return group.configured === running && tolerance === 0 && group.disrupted === 0;
}
