import type { AdvisorSources } from '@kubectl-autoscale/core/advisor';
import { recorder, writeRecording, type WrittenRecording } from '@kubectl-autoscale/core/sources/recording';

export interface StartedRecording {
  /** The same sources, overheard. */
  readonly sources: AdvisorSources;
  write(folder: string): Promise<WrittenRecording>;
}

/** Overhears all that is asked of the sources from now on. The moment of the recording is now, and stands still. */
export function startRecording({ metrics, cluster, clock, ...others }: AdvisorSources): StartedRecording {
  if (metrics === undefined) throw new RangeError('a recording needs metrics');
  const nowMs = clock.now();
  const overheard = recorder(cluster, metrics);
  return {
    sources: {
      ...others,
      cluster: overheard.cluster,
      metrics: overheard.metrics,
      clock: { now: () => nowMs },
    },
    write: async (folder) => writeRecording(folder, await overheard.session(), nowMs),
  };
}
