import type { AdvisorSources } from '@kubectl-autoscale/core/advisor';
import { connectApiServer, createKubernetesSource } from '@kubectl-autoscale/core/sources/kubernetes';

import type { SettledPrometheus } from '../command/settle-prometheus.ts';
import { openClusterPrometheus } from './cluster-prometheus.ts';
import { openPrometheus } from './prometheus.ts';
import type { SourceFlagValues } from './source-flags.ts';
import { wholeMinuteClock } from './whole-minute-clock.ts';

/** The cluster that the kubeconfig names, with its Prometheus. */
export async function openLiveSources(
  flags: SourceFlagValues & SettledPrometheus,
  talk: (text: string) => void,
): Promise<AdvisorSources> {
  const server = await connectApiServer({
    ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
    ...(flags.context === undefined ? {} : { context: flags.context }),
    ...(flags.as === undefined ? {} : { as: flags.as }),
  });
  const cluster = createKubernetesSource(server);
  const clock = wholeMinuteClock;
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
