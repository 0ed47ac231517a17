import type { AdvisorSources } from '@kubectl-autoscale/core/advisor';

import { settlePrometheus } from '../command/settle-prometheus.ts';
import { openAdvisorSources } from './advisor-sources.ts';
import { configuredSources } from './nearest-config.ts';
import { openPrometheus } from './prometheus.ts';
import type { SourceFlagValues } from './source-flags.ts';
import { wholeMinuteClock } from './whole-minute-clock.ts';

/**
 * What PromQL alone is asked of: a Prometheus that is named by its URL needs no cluster, so none is looked for. Otherwise as
 * {@link openAdvisorSources}.
 */
export async function openQuerySources(
  flags: SourceFlagValues,
  talk: (text: string) => void,
): Promise<Pick<AdvisorSources, 'metrics' | 'clock'>> {
  if (flags.recording === undefined) {
    const settled = settlePrometheus(flags, await configuredSources(flags.config), process.env);
    const url = settled['prometheus-url'];
    if (url !== undefined) {
      return { metrics: openPrometheus(url, settled, process.env), clock: wholeMinuteClock };
    }
  }
  return openAdvisorSources({ ...flags, prices: 'none' }, talk);
}
