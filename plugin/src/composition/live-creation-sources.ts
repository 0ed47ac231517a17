import { SourceError } from '@kubectl-autoscale/core/ports';
import {
  type ApiServer,
  connectApiServer,
  createKubernetesApi,
  createKubernetesSource,
  createMetricsApis,
} from '@kubectl-autoscale/core/sources/kubernetes';

import { settlePrometheus } from '../command/settle-prometheus.ts';
import { openClusterPrometheus } from './cluster-prometheus.ts';
import type { CreationSourceFlags, OpenCreationSources } from './creation-source-flags.ts';
import { configuredSources } from './nearest-config.ts';
import { openPrometheus } from './prometheus.ts';
import type { PrometheusFlagValues } from './source-flags.ts';
import { wholeMinuteClock } from './whole-minute-clock.ts';

/** The cluster that the kubeconfig names, its metrics APIs, and, when asked for, its Prometheus. */
export async function openLiveCreationSources(
  flags: CreationSourceFlags & { readonly offline?: boolean },
  prometheus: PrometheusFlagValues | undefined,
  talk: (text: string) => void,
): Promise<OpenCreationSources> {
  const server = await connect(flags);
  const cluster = createKubernetesSource(server);
  return {
    cluster,
    apis: createMetricsApis(createKubernetesApi(server)),
    clock: wholeMinuteClock,
    openMetrics: async () => {
      if (prometheus === undefined) return undefined;
      const settled = settlePrometheus(prometheus, await configuredSources(undefined), process.env);
      const url = settled['prometheus-url'];
      if (url !== undefined) return openPrometheus(url, settled, process.env);
      const service = settled['prometheus-service'];
      const timeoutMs = settled['prometheus-timeout'] * 1000;
      return openClusterPrometheus(server, cluster, { service, timeoutMs }, talk);
    },
    defaultNamespace: cluster.defaultNamespace,
  };
}

/** Where there is no kubeconfig, the error of a command that has `--offline` also says that a manifest can be written without a cluster. */
async function connect({
  kubeconfig,
  context,
  as,
  offline,
}: CreationSourceFlags & { readonly offline?: boolean }): Promise<ApiServer> {
  try {
    return await connectApiServer({
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
      ...(as === undefined ? {} : { as }),
    });
  } catch (error) {
    const isAbsent =
      error instanceof SourceError && error.code === 'not-found' && error.details.source === 'kubeconfig';
    if (!isAbsent || offline === undefined) throw error;
    const { details } = error;
    const suggestions = [...(details.suggestions ?? []), 'Write it without looking at a cluster: --offline.'];
    throw new SourceError({ ...details, suggestions }, { cause: error });
  }
}
