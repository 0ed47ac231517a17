import type { HttpTransport } from '../../ports/http-transport.ts';
import type { ApiServer } from './api-server.ts';

/** A Service of the cluster that speaks HTTP. */
export interface ProxiedService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number | string;
  readonly scheme: 'http' | 'https';
  /** Prefix below the Service's root: `` or `/prometheus`. */
  readonly path?: string;
}

/** How a Service is reached through the API server. */
export interface ServiceProxy {
  readonly url: string;
  readonly transport: HttpTransport;
  /** The Service as it would be addressed inside the cluster: `http://prometheus.monitoring:9090`. */
  readonly address: string;
  /** For error messages: the whole way. */
  readonly reachedThrough: string;
  /** What to send queries by: a POST would need the verb `create` on `services/proxy`. */
  readonly method: 'GET';
}

/**
 * The API server's proxy (`/api/v1/namespaces/…/services/SCHEME:NAME:PORT/proxy`), with the kubeconfig's credentials and
 * the verb `get` on `services/proxy`. The Service itself sees no credentials.
 */
export function serviceProxy(server: ApiServer, service: ProxiedService): ServiceProxy {
  const { namespace, name, port, scheme, path = '' } = service;
  const target = encodeURIComponent(`${scheme}:${name}:${port}`).replaceAll('%3A', ':');
  return {
    url: `${server.url}/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${target}/proxy${path}`,
    transport: server.transport,
    address: `${scheme}://${name}.${namespace}:${port}${path}`,
    reachedThrough: `${server.name}, service ${namespace}/${name}:${port}, API server proxy`,
    method: 'GET',
  };
}
