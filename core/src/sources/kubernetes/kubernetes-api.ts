import type { HttpResponse } from '../../ports/http-transport.ts';
import type { KubernetesApi } from '../../ports/kubernetes-api.ts';
import { parseObject } from './api-client.ts';
import type { ApiServer } from './api-server.ts';
import { type ApiRequest, statusError } from './status-error.ts';

/** An API server for those who know its paths. */
export function createKubernetesApi(server: ApiServer): KubernetesApi {
  const read = (response: HttpResponse, request: ApiRequest): unknown => {
    if (response.status < 200 || response.status >= 300) throw statusError(response, request, server);
    return parseObject(response, request, server);
  };
  return {
    description: server.name,
    get: async (path, { accept, signal } = {}) => {
      const response = await server.transport.send({
        method: 'GET',
        url: server.url + path,
        timeoutMs: server.timeoutMs,
        ...(accept !== undefined && { headers: { accept } }),
        ...(signal && { signal }),
      });
      return read(response, { verb: 'get', resource: path, namespaced: false });
    },
    create: async (path, object, { signal } = {}) => {
      const response = await server.transport.send({
        method: 'POST',
        url: server.url + path,
        timeoutMs: server.timeoutMs,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(object),
        ...(signal && { signal }),
      });
      return read(response, { verb: 'create', resource: path, namespaced: false });
    },
  };
}
