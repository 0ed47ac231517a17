import { NEWEST_VPA_BEHAVIOUR, type VpaBehaviour } from './versions.ts';

/** The updater's flags. Durations are milliseconds. */
export interface UpdaterConfig {
  /** `--pod-update-threshold`. */
  readonly minChangePriority: number;
  /** `--in-recommendation-bounds-eviction-lifetime-threshold`. */
  readonly podLifetimeThresholdMs: number;
  /** `--evict-after-oom-threshold`; with the gate PerVPAConfig the VPA's `evictAfterOOMSeconds` stands for it. */
  readonly evictAfterOomMs: number;
  /** `--min-replicas`. */
  readonly minReplicas: number;
  /** `--eviction-tolerance`. */
  readonly evictionTolerance: number;
  /** What the release fixes: see `vpaBehaviour`. */
  readonly behaviour: Pick<VpaBehaviour, 'quickOomMustBeRecent'>;
}

/** The flags' defaults and the newest release's behaviour (VPA `pkg/updater/config/config.go`). */
export const DEFAULT_UPDATER_CONFIG: UpdaterConfig = {
  minChangePriority: 0.1,
  podLifetimeThresholdMs: 12 * 3_600_000,
  evictAfterOomMs: 10 * 60_000,
  minReplicas: 2,
  evictionTolerance: 0.5,
  behaviour: NEWEST_VPA_BEHAVIOUR,
};
