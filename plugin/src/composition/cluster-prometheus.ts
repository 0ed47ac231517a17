import type { ClusterSource } from '@kubectl-autoscale/core/ports';
import { SourceError } from '@kubectl-autoscale/core/ports';
import {
  type ApiServer,
  type ProxiedService,
  serviceProxy,
} from '@kubectl-autoscale/core/sources/kubernetes';
import {
  createPrometheusSource,
  discoverPrometheus,
  type PrometheusSource,
} from '@kubectl-autoscale/core/sources/prometheus';

/** `NAMESPACE/[https:]NAME:PORT`, as `--prometheus-service` takes it. */
const SERVICE = /^(?<namespace>[^/]+)\/(?:(?<scheme>https?):)?(?<name>[^:/]+):(?<port>[\w-]+)$/;

/**
 * Prometheus through the API server's proxy, with the kubeconfig's credentials: the Service that was named, else a well-known one. `talk` is
 * told which was found.
 */
export async function openClusterPrometheus(
  server: ApiServer,
  cluster: ClusterSource,
  flags: { readonly service: string | undefined; readonly timeoutMs: number },
  talk: (text: string) => void,
): Promise<PrometheusSource> {
  const connect = (service: ProxiedService): PrometheusSource =>
    createPrometheusSource({ ...serviceProxy(server, service), timeoutMs: flags.timeoutMs });
  if (flags.service !== undefined) return connect(parseService(flags.service));
  const found = await discoverPrometheus(cluster, connect);
  talk(
    `Prometheus: service ${found.service.namespace}/${found.service.name}:${found.service.port} (found through the API server; name another with --prometheus-url or --prometheus-service)`,
  );
  return found.source;
}

function parseService(text: string): ProxiedService {
  const { namespace, scheme, name, port } = SERVICE.exec(text)?.groups ?? {};
  if (namespace === undefined || name === undefined || port === undefined) {
    throw new SourceError({
      code: 'bad-query',
      source: '--prometheus-service',
      message: `--prometheus-service takes NAMESPACE/NAME:PORT, not "${text}"`,
      suggestions: ['write for example monitoring/prometheus-server:80, or monitoring/https:prometheus:9090'],
    });
  }
  return { namespace, name, port, scheme: scheme === 'https' ? 'https' : 'http' };
}
