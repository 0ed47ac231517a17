import { openRecording } from '@kubectl-autoscale/core/sources/recording';

import type { CreationSourceFlags, OpenCreationSources } from './creation-source-flags.ts';
import type { PrometheusFlagValues } from './source-flags.ts';

/**
 * As the flags say: nothing (`--offline`), a recording, or a cluster. Prometheus is looked for only when it is needed, and not at all where
 * `prometheus` is absent.
 */
export async function openCreationSources(
  flags: CreationSourceFlags & { readonly offline?: boolean },
  prometheus: PrometheusFlagValues | undefined,
  talk: (text: string) => void,
): Promise<OpenCreationSources> {
  if (flags.offline === true) {
    return {
      clock: { now: () => Date.now() },
      openMetrics: () => Promise.resolve(undefined),
      defaultNamespace: 'default',
    };
  }
  if (flags.recording !== undefined) {
    const { cluster, clock, metrics } = await openRecording(flags.recording);
    return {
      cluster,
      clock,
      openMetrics: () => Promise.resolve(metrics),
      defaultNamespace: cluster.defaultNamespace,
    };
  }
  // Loaded only here: the cluster client is large, and a recording does not need it.
  const { openLiveCreationSources } = await import('./live-creation-sources.ts');
  return openLiveCreationSources(flags, prometheus, talk);
}
