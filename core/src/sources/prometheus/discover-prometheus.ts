import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { ClusterSource, ListQuery } from '../../ports/cluster-source.ts';
import type { SourceCallOptions } from '../../ports/metrics-source.ts';
import { SourceError } from '../../ports/source-error.ts';
import type { PrometheusSource } from './prometheus-source.ts';
import {
  type PrometheusService,
  prometheusServices,
  usualNamespaces,
  wellKnownServiceNames,
} from './well-known-services.ts';

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
 * @throws SourceError `not-found` naming what was tried; `forbidden` when Services may be listed nowhere.
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
  const all = await listed(cluster, services, options);
  if (!(all instanceof SourceError)) return all;
  const namespaces = [...new Set([...usualNamespaces, cluster.defaultNamespace])];
  const each = await Promise.all(
    namespaces.map((namespace) => listed(cluster, { ...services, namespace }, options)),
  );
  if (each.every((answer) => answer instanceof SourceError)) throw notAllowed(all);
  return each.flatMap((answer) => (answer instanceof SourceError ? [] : answer));
}

/** The objects, or the refusal to list them. */
async function listed(
  cluster: ClusterSource,
  query: ListQuery,
  options: SourceCallOptions,
): Promise<readonly KubernetesObject[] | SourceError> {
  try {
    return await cluster.list(query, options);
  } catch (error) {
    if (error instanceof SourceError && error.code === 'forbidden') return error;
    throw error;
  }
}

function notAllowed({ details }: SourceError): SourceError {
  return new SourceError({
    ...details,
    message: `${details.message}, so Prometheus was not looked for`,
    suggestions: [...(details.suggestions ?? []), ...waysToName],
  });
}

const waysToName = [
  'Give its URL with --prometheus-url.',
  'Name its Service with --prometheus-service NAMESPACE/NAME:PORT.',
  'Go without it with --no-metrics, where --help of the command lists that flag.',
];

function notDiscovered(cluster: ClusterSource, tried: DiscoveredPrometheus['tried']): SourceError {
  const names = tried.map(({ service: { namespace, name, port } }) => `${namespace}/${name}:${port}`);
  return new SourceError({
    code: 'not-found',
    source: cluster.description,
    message:
      names.length === 0
        ? `No Service of ${cluster.description} has a name by which Prometheus is known: ${wellKnownServiceNames.join(', ')}`
        : `No Prometheus of ${cluster.description} answered; tried ${names.join(', ')} (${tried[0]?.problem ?? ''})`,
    suggestions: waysToName,
  });
}
