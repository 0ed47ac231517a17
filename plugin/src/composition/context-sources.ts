import type { AdvisorSources } from '@kubectl-autoscale/core/advisor';
import { SourceError } from '@kubectl-autoscale/core/ports';

import { settlePrometheus } from '../command/settle-prometheus.ts';
import { openSettledPrices } from './advisor-sources.ts';
import { openLiveSources } from './live-sources.ts';
import { configuredSources } from './nearest-config.ts';
import type { SourceFlagValues } from './source-flags.ts';

/**
 * One context of several. Each cluster has a Prometheus of its own, so that of the environment or the configuration is not asked; a
 * cluster in which none is found is read without metrics, and that is said.
 */
export async function openContextSources(
  flags: SourceFlagValues,
  context: string,
  talk: (text: string) => void,
): Promise<AdvisorSources> {
  const configured = await configuredSources(flags.config);
  const { prometheusUrl, ...others } = configured ?? { shown: '', isNamed: false, prometheusUrl: undefined };
  const settled = settlePrometheus({ ...flags, context }, configured && others, {
    ...process.env,
    PROMETHEUS_URL: '',
  });
  const prices = await openSettledPrices(flags);
  const say = (text: string): void => talk(`${context}: ${text}`);
  const url = prometheusUrl ?? (process.env.PROMETHEUS_URL || undefined);
  if (url !== undefined && flags['no-metrics'] !== true) {
    say('the Prometheus of the environment or configuration is not asked: each cluster has its own');
  }
  const sources = await withMetricsIfAny(settled, say);
  return { ...sources, ...(prices === undefined ? {} : { prices }) };
}

async function withMetricsIfAny(
  flags: Parameters<typeof openLiveSources>[0],
  say: (text: string) => void,
): Promise<AdvisorSources> {
  // What is wrong with the cluster itself is an error.
  const without = await openLiveSources({ ...flags, 'no-metrics': true }, say);
  if (flags['no-metrics'] === true) return without;
  await without.cluster.version();
  try {
    return await openLiveSources(flags, say);
  } catch (error) {
    if (!(error instanceof SourceError) || error.code === 'cancelled') throw error;
    say(`without metrics: ${error.message}`);
    return without;
  }
}
