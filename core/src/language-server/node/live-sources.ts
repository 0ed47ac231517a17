import type { AdvisorSources } from '../../advisor/index.ts';
import type { MetricsApis, MetricsSource } from '../../ports/index.ts';
import {
  type ApiServer,
  connectApiServer,
  createKubernetesApi,
  createKubernetesSource,
  createMetricsApis,
  serviceProxy,
} from '../../sources/kubernetes/index.ts';
import {
  connectPrometheus,
  createPrometheusSource,
  discoverPrometheus,
} from '../../sources/prometheus/index.ts';
import type { WorkloadSourceRequest } from '../adapters.ts';

/** An editor can wait: nothing is held up. */
const TIMEOUT_MS = 30_000;

export interface LiveSources extends AdvisorSources {
  /** Asked anew each time: an adapter may be registered while the editor runs. */
  readonly metricsApis: () => MetricsApis;
}

/** The cluster that the settings name, with the Prometheus that they name or that the API server leads to. */
export async function openLiveSources(
  { folderUri, data, prometheusToken }: WorkloadSourceRequest,
  pathIn: (folderUri: string, path: string) => string,
): Promise<LiveSources> {
  const server = await connectApiServer({
    ...(data.kubeconfig === '' ? {} : { kubeconfig: pathIn(folderUri, data.kubeconfig) }),
    ...(data.context === '' ? {} : { context: data.context }),
  });
  const cluster = createKubernetesSource(server);
  const api = createKubernetesApi(server);
  const metrics =
    data.prometheusUrl === ''
      ? await clusterPrometheus(server, cluster)
      : connectPrometheus({
          url: data.prometheusUrl,
          timeoutMs: TIMEOUT_MS,
          headers: {},
          ...(prometheusToken === undefined ? {} : { token: prometheusToken }),
        });
  return {
    cluster,
    metrics,
    clock: { now: wholeMinute },
    metricsApis: () => createMetricsApis(api),
  };
}

async function clusterPrometheus(
  server: ApiServer,
  cluster: AdvisorSources['cluster'],
): Promise<MetricsSource> {
  const found = await discoverPrometheus(cluster, (service) =>
    createPrometheusSource({ ...serviceProxy(server, service), timeoutMs: TIMEOUT_MS }),
  );
  return found.source;
}

/** Full minutes: two readings within one ask the same questions and give the same figures. */
function wholeMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
