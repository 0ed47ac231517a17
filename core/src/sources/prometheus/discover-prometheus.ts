import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { ClusterSource } from '../../ports/cluster-source.ts';
import type { SourceCallOptions } from '../../ports/metrics-source.ts';
import { SourceError } from '../../ports/source-error.ts';
import type { PrometheusSource } from './prometheus-source.ts';
import { type PrometheusService, prometheusServices, usualNamespaces } from './well-known-services.ts';

export interface DiscoveredPrometheus {
  readonly service: PrometheusService;
  readonly source: PrometheusSource;
  /** Services that were asked before, and what went wrong. */
  readonly tried: readonly { readonly service: PrometheusService; readonly problem: string }[];
}

/**
 * Looks for a Prometheus among the cluster's Services by the names that installers give, and takes the first that answers.
 * `connect` makes a source that reaches a Service, usually through the API server's proxy.
 *
 * @throws SourceError `not-found` naming what was tried.
 */
export async function discoverPrometheus(
  cluster: ClusterSource,
  connect: (service: PrometheusService) => PrometheusSource,
  options: SourceCallOptions = {},
): Promise<DiscoveredPrometheus> {
  const tried: { service: PrometheusService; problem: string }[] = [];
  for (const service of prometheusServices(await listServices(cluster, options))) {
    const source = connect(service);
    try {
      await source.buildInfo(options);
      return { service, source, tried };
    } catch (error) {
      if (!(error instanceof SourceError) || error.code === 'cancelled') throw error;
      tried.push({ service, problem: error.message });
    }
  }
  throw notDiscovered(cluster, tried);
}

async function listServices(
  cluster: ClusterSource,
  options: SourceCallOptions,
): Promise<readonly KubernetesObject[]> {
  const services = { group: '', kind: 'Service' };
  try {
    return await cluster.list(services, options);
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
  const namespaces = [...new Set([...usualNamespaces, cluster.defaultNamespace])];
  const lists = await Promise.all(
    namespaces.map((namespace) =>
      cluster.list({ ...services, namespace }, options).catch((error: unknown) => {
        if (isForbidden(error)) return [];
        throw error;
      }),
    ),
  );
  return lists.flat();
}

function isForbidden(error: unknown): boolean {
  return error instanceof SourceError && error.code === 'forbidden';
}

function notDiscovered(cluster: ClusterSource, tried: DiscoveredPrometheus['tried']): SourceError {
  const names = tried.map(({ service: { namespace, name, port } }) => `${namespace}/${name}:${port}`);
  return new SourceError({
    code: 'not-found',
    source: cluster.description,
    message:
      names.length === 0
        ? `No Service of ${cluster.description} has a name by which Prometheus is known`
        : `No Prometheus of ${cluster.description} answered; tried ${names.join(', ')} (${tried[0]?.problem ?? ''})`,
    suggestions: [
      'Give its URL with --prometheus-url.',
      'Name its Service with --prometheus-service NAMESPACE/NAME:PORT.',
    ],
  });
}
