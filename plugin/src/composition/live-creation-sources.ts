import {
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

/** The cluster that the kubeconfig names, its metrics APIs, and, when asked for, its Prometheus. */
export async function openLiveCreationSources(
  flags: CreationSourceFlags,
  prometheus: PrometheusFlagValues | undefined,
  talk: (text: string) => void,
): Promise<OpenCreationSources> {
  const server = await connectApiServer({
    ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
    ...(flags.context === undefined ? {} : { context: flags.context }),
    ...(flags.as === undefined ? {} : { as: flags.as }),
  });
  const cluster = createKubernetesSource(server);
  return {
    cluster,
    apis: createMetricsApis(createKubernetesApi(server)),
    clock: { now: () => Math.floor(Date.now() / 60_000) * 60_000 },
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
