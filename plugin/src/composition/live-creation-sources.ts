import {
  connectApiServer,
  createKubernetesApi,
  createKubernetesSource,
  createMetricsApis,
} from '@kubectl-autoscale/core/sources/kubernetes';

import { openClusterPrometheus } from './cluster-prometheus.ts';
import type { CreationSourceFlags, OpenCreationSources } from './creation-source-flags.ts';
import { openPrometheus, type PrometheusFlagValues } from './prometheus.ts';

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
      const url = prometheus['prometheus-url'];
      if (url !== undefined) return openPrometheus(url, prometheus, process.env);
      const service = prometheus['prometheus-service'];
      const timeoutMs = prometheus['prometheus-timeout'] * 1000;
      return openClusterPrometheus(server, cluster, { service, timeoutMs }, talk);
    },
    defaultNamespace: cluster.defaultNamespace,
  };
}
