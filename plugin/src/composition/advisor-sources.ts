import type { AdvisorSources } from '@kubectl-autoscale/core/advisor';
import type { PriceBook } from '@kubectl-autoscale/core/cost';
import { openRecording } from '@kubectl-autoscale/core/sources/recording';

import { type SettledPrometheus, settlePrometheus } from '../command/settle-prometheus.ts';
import { configuredSources } from './nearest-config.ts';
import { openPrices } from './prices.ts';
import { openPrometheus } from './prometheus.ts';
import type { SourceFlagValues } from './source-flags.ts';

const DEFAULT_PRICES = 'aws';

/**
 * What the advisor reads from, as flags and configuration say: a recording, or a cluster with its Prometheus. A recording with --prometheus-url takes
 * its objects from the one and metrics from the other. `talk` is told what was chosen without being named.
 */
export async function openAdvisorSources(
  flags: SourceFlagValues,
  talk: (text: string) => void,
): Promise<AdvisorSources> {
  const configured = await configuredSources(flags.config);
  const settled = settlePrometheus(flags, configured, process.env);
  const prices = await openSettledPrices(flags);
  const sources =
    flags.recording === undefined
      ? await openCluster(settled, talk)
      : await openRecorded({ ...settled, 'prometheus-url': flags['prometheus-url'] }, flags.recording);
  return { ...sources, ...(prices === undefined ? {} : { prices }) };
}

/** The price book that the flag names, else the configuration's, else AWS'; `undefined` where that is `none`. */
export async function openSettledPrices(
  flags: Pick<SourceFlagValues, 'prices' | 'config'>,
): Promise<PriceBook | undefined> {
  if (flags.prices !== undefined) return openPrices(flags.prices);
  const configured = await configuredSources(flags.config);
  return openPrices(configured?.priceBook ?? DEFAULT_PRICES);
}

async function openRecorded(
  flags: SourceFlagValues & SettledPrometheus,
  folder: string,
): Promise<AdvisorSources> {
  const { cluster, clock, metrics: recorded } = await openRecording(folder);
  if (flags['no-metrics'] === true) return { cluster, clock };
  const url = flags['prometheus-url'];
  return { cluster, clock, metrics: url === undefined ? recorded : openPrometheus(url, flags, process.env) };
}

/** Loaded only here: the cluster client is large, and a recording does not need it. */
async function openCluster(
  flags: SourceFlagValues & SettledPrometheus,
  talk: (text: string) => void,
): Promise<AdvisorSources> {
  const { openLiveSources } = await import('./live-sources.ts');
  return openLiveSources(flags, talk);
}
