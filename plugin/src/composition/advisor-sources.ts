import type { AdvisorSources } from '@kubectl-autoscale/core/advisor';
import { connectApiServer, createKubernetesSource } from '@kubectl-autoscale/core/sources/kubernetes';
import { openRecording } from '@kubectl-autoscale/core/sources/recording';

import { openClusterPrometheus } from './cluster-prometheus.ts';
import { openPrices } from './prices.ts';
import { openPrometheus, type PrometheusFlagValues } from './prometheus.ts';

export interface SourceFlagValues extends PrometheusFlagValues {
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly recording: string | undefined;
  readonly 'no-metrics'?: boolean;
  readonly prices?: string;
}

/**
 * What the advisor reads from, as the flags say: a recording, or a cluster with its Prometheus. A recording with --prometheus-url takes
 * its objects from the one and metrics from the other. `talk` is told what was chosen without being named.
 */
export async function openAdvisorSources(
  flags: SourceFlagValues,
  talk: (text: string) => void,
): Promise<AdvisorSources> {
  const prices = await openPrices(flags.prices ?? 'none');
  const sources =
    flags.recording === undefined ? await openLive(flags, talk) : await openRecorded(flags, flags.recording);
  return { ...sources, ...(prices === undefined ? {} : { prices }) };
}

async function openRecorded(flags: SourceFlagValues, folder: string): Promise<AdvisorSources> {
  const { cluster, clock, metrics: recorded } = await openRecording(folder);
  if (flags['no-metrics'] === true) return { cluster, clock };
  const url = flags['prometheus-url'];
  return { cluster, clock, metrics: url === undefined ? recorded : openPrometheus(url, flags, process.env) };
}

async function openLive(flags: SourceFlagValues, talk: (text: string) => void): Promise<AdvisorSources> {
  const server = await connectApiServer({
    ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
    ...(flags.context === undefined ? {} : { context: flags.context }),
    ...(flags.as === undefined ? {} : { as: flags.as }),
  });
  const cluster = createKubernetesSource(server);
  const clock = { now: wholeMinute };
  if (flags['no-metrics'] === true) return { cluster, clock };
  const url = flags['prometheus-url'];
  const service = flags['prometheus-service'];
  const timeoutMs = flags['prometheus-timeout'] * 1000;
  const metrics =
    url === undefined
      ? await openClusterPrometheus(server, cluster, { service, timeoutMs }, talk)
      : openPrometheus(url, flags, process.env);
  return { cluster, clock, metrics };
}

/** Full minutes: two runs within one ask the same questions and give the same figures. */
function wholeMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
