import { fail, ok, type Result } from '../units/result.ts';
import type { UpdateMode } from './update-mode.ts';

/** What differs between releases of the VPA and changes a figure or a decision. */
export interface VpaBehaviour {
  /**
   * The weight of a CPU sample: always 0.1, or the request that the sample holds, in cores, at least 0.1. No released
   * recommender fills that request in, so the weight is 0.1 in all of them.
   */
  readonly cpuSampleWeight: 'constant' | 'request';
  /** An OOM kill is too old when it lies a memory interval before the interval's end, or before the last memory sample. */
  readonly oomStaleness: 'interval-end' | 'last-sample';
  /** A quick OOM kill counts only as long ago as it may have lasted. */
  readonly quickOomMustBeRecent: boolean;
  /** How CPU requests are rounded that grow to a pod LimitRange's minimum. */
  readonly podMinimumCpuRounding: 'up' | 'down';
  /** The update mode of a VPA that names none. */
  readonly defaultUpdateMode: UpdateMode;
  /** State of the mode InPlaceOrRecreate. */
  readonly inPlaceOrRecreate: 'absent' | 'alpha' | 'beta' | 'stable';
  /** State of the mode InPlace. */
  readonly inPlace: 'absent' | 'alpha';
  /** State of per-VPA OOM and memory-interval settings. */
  readonly perVpaConfig: 'absent' | 'alpha';
}

/** One change, and the releases that brought it: the first of a line, where it was also ported back. */
export interface VpaChange {
  readonly since: readonly string[];
  readonly behaviour: Partial<VpaBehaviour>;
  /** File under `vertical-pod-autoscaler/` whose release tags were compared. */
  readonly source: string;
}

const OLDEST: VpaBehaviour = {
  cpuSampleWeight: 'request',
  oomStaleness: 'interval-end',
  quickOomMustBeRecent: false,
  podMinimumCpuRounding: 'down',
  defaultUpdateMode: 'Auto',
  inPlaceOrRecreate: 'absent',
  inPlace: 'absent',
  perVpaConfig: 'absent',
};

/** Oldest release that was read. */
export const OLDEST_VPA_VERSION = '1.0.0';

/** Newest release that was read. */
export const NEWEST_VPA_VERSION = '1.8.1';

/** Read in the release tags 1.0.0 to 1.8.1; 1.5.0 was not available. */
export const VPA_CHANGES: readonly VpaChange[] = [
  {
    since: ['1.4.0'],
    behaviour: { cpuSampleWeight: 'constant' },
    source: 'pkg/recommender/model/aggregate_container_state.go',
  },
  {
    since: ['1.4.0'],
    behaviour: { inPlaceOrRecreate: 'alpha' },
    source: 'pkg/features/versioned_features.go',
  },
  {
    since: ['1.5.0'],
    behaviour: { inPlaceOrRecreate: 'beta', perVpaConfig: 'alpha' },
    source: 'pkg/features/versioned_features.go',
  },
  {
    since: ['1.6.0'],
    behaviour: { inPlaceOrRecreate: 'stable' },
    source: 'pkg/features/versioned_features.go',
  },
  { since: ['1.6.0'], behaviour: { defaultUpdateMode: 'Recreate' }, source: 'pkg/utils/vpa/api.go' },
  { since: ['1.7.0'], behaviour: { inPlace: 'alpha' }, source: 'pkg/features/versioned_features.go' },
  { since: ['1.7.0'], behaviour: { podMinimumCpuRounding: 'up' }, source: 'pkg/utils/vpa/capping.go' },
  {
    since: ['1.8.0'],
    behaviour: { oomStaleness: 'last-sample' },
    source: 'pkg/recommender/model/container.go',
  },
  {
    since: ['1.7.3', '1.8.1'],
    behaviour: { quickOomMustBeRecent: true },
    source: 'pkg/updater/priority/update_priority_calculator.go',
  },
];

/** The newest release's behaviour. */
export const NEWEST_VPA_BEHAVIOUR: VpaBehaviour = behaviourAt([Infinity, 0, 0]);

/**
 * The behaviour of a release such as `1.7.1` or `v1.7.1`. Releases newer than {@link NEWEST_VPA_VERSION} behave as it
 * does, as far as is known. Fails, with a sentence, on anything that is no `major.minor.patch`.
 */
export function vpaBehaviour(version: string): Result<VpaBehaviour, string> {
  const found = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (!found) return fail(`"${version}" is not a VPA release such as 1.7.1`);
  return ok(behaviourAt([Number(found[1]), Number(found[2]), Number(found[3])]));
}

type Version = readonly [major: number, minor: number, patch: number];

function behaviourAt(version: Version): VpaBehaviour {
  return VPA_CHANGES.filter((change) => includes(change.since, version)).reduce<VpaBehaviour>(
    (behaviour, change) => ({ ...behaviour, ...change.behaviour }),
    OLDEST,
  );
}

/** In the release's own line if the change came there, else in a line before it. */
function includes(since: readonly string[], version: Version): boolean {
  const starts = since.map((start) => start.split('.').map(Number));
  const own = starts.find(([major, minor]) => major === version[0] && minor === version[1]);
  if (own) return version[2] >= (own[2] ?? 0);
  const [lastMajor = 0, lastMinor = 0] = starts.at(-1) ?? [];
  return version[0] > lastMajor || (version[0] === lastMajor && version[1] > lastMinor);
}
