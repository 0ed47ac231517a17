import type { HttpResponse } from '../../ports/http-transport.ts';
import type { SourceCallOptions } from '../../ports/metrics-source.ts';
import { SourceError } from '../../ports/source-error.ts';
import type { ApiServer } from './api-server.ts';
import { type ApiRequest, statusError } from './status-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A change to one object. */
export interface PatchBody {
  readonly contentType: 'application/apply-patch+yaml' | 'application/strategic-merge-patch+json';
  readonly object: object;
}

export interface PatchAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** Speaks JSON with an API server. */
export interface ApiClient {
  /** @throws SourceError for any status but 2xx, apart from `tolerated` ones, which give `undefined`. */
  get(
    path: string,
    request: ApiRequest,
    options?: SourceCallOptions & { readonly tolerated?: readonly number[] },
  ): Promise<JsonObject | undefined>;
  /** Answers 2xx and 409, which a caller can explain. @throws SourceError for any other status. */
  patch(
    path: string,
    patch: PatchBody,
    request: ApiRequest,
    options?: SourceCallOptions,
  ): Promise<PatchAnswer>;
}

export function createApiClient(server: ApiServer): ApiClient {
  return {
    get: async (path, request, { signal, tolerated = [] } = {}) => {
      const response = await server.transport.send({
        method: 'GET',
        url: server.url + path,
        timeoutMs: server.timeoutMs,
        ...(signal && { signal }),
      });
      if (tolerated.includes(response.status)) return undefined;
      if (response.status < 200 || response.status >= 300) throw statusError(response, request, server);
      return parseObject(response, request, server);
    },
    patch: async (path, { contentType, object }, request, { signal } = {}) => {
      const response = await server.transport.send({
        method: 'PATCH',
        url: server.url + path,
        headers: { 'content-type': contentType },
        // JSON is YAML.
        body: JSON.stringify(object),
        timeoutMs: server.timeoutMs,
        ...(signal && { signal }),
      });
      const { status } = response;
      if (status !== 409 && (status < 200 || status >= 300)) throw statusError(response, request, server);
      return { status, body: parseObject(response, request, server) };
    },
  };
}

export function parseObject({ body }: HttpResponse, { resource }: ApiRequest, server: ApiServer): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as JsonObject;
  } catch {
    // Said below: the parser's message would quote the body.
  }
  throw new SourceError({
    code: 'bad-response',
    source: server.name,
    message: `The API server of ${server.name} answered something else than JSON for ${resource}`,
    suggestions: ['Check that the kubeconfig’s server is a Kubernetes API server and not a page before it.'],
  });
}
