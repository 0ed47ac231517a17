import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';

import type { HttpRequest, HttpResponse, HttpTransport } from '../../ports/http-transport.ts';
import { SourceError } from '../../ports/source-error.ts';
import { type Agents, createAgents, type TlsOptions, withoutIdentity } from './agents.ts';
import type { CredentialProvider, HttpCredentials } from './credentials.ts';
import { transportError } from './transport-error.ts';
import { mayCarryCredentials } from './urls.ts';

export interface HttpTransportOptions {
  /** What is at the other end, for people: `Prometheus at http://…`. Holds no credential. */
  readonly description: string;
  readonly credentials?: CredentialProvider;
  /** Sent with each request, to the configured server only: `X-Scope-OrgID`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
  /** After decompression; 64 MiB unless told. */
  readonly maxBodyBytes?: number;
}

const mebibyte = 1_048_576;
const maxRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * HTTP over axios. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are heeded. Redirects are followed with method and form kept
 * (303 excepted), but credentials, custom headers and client certificate go to the first server only: not to another host,
 * port or scheme, except from http to https of the same name.
 */
export function createHttpTransport(options: HttpTransportOptions): HttpTransport {
  const { description, maxBodyBytes = 64 * mebibyte } = options;
  const own = createAgents(options.tls);
  const foreign = createAgents(withoutIdentity(options.tls));
  return {
    description,
    async send(request) {
      const timeout = AbortSignal.timeout(request.timeoutMs);
      const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
      let { url } = request;
      try {
        const credentials = await unlessAborted(options.credentials?.(signal), signal);
        const trusted = identity(options, credentials, own);
        const anonymous: Identity = { headers: {}, agents: foreign };
        const sendTo = (target: URL, method: HttpRequest['method']): Promise<AxiosResponse<string>> => {
          url = target.href;
          const who = mayCarryCredentials(new URL(request.url), target) ? trusted : anonymous;
          return axios.request(configuration({ ...request, url, method }, who, signal, maxBodyBytes));
        };
        return toResponse(await follow(request, sendTo, description));
      } catch (error) {
        if (error instanceof SourceError) throw error;
        throw transportError(error, {
          description,
          url,
          timeoutMs: request.timeoutMs,
          maxBodyBytes,
          cancelled: request.signal?.aborted === true,
          timedOut: timeout.aborted,
        });
      }
    },
  };
}

interface Identity {
  readonly headers: NonNullable<HttpCredentials['headers']>;
  readonly agents: Agents;
  readonly ownProxy?: boolean;
}

function identity(
  { headers }: HttpTransportOptions,
  credentials: HttpCredentials | undefined,
  agents: Agents,
): Identity {
  const all = { ...headers, ...credentials?.headers };
  const { agent, ownProxy = false } = credentials ?? {};
  return { headers: all, agents: agent === undefined ? agents : { http: agent, https: agent }, ownProxy };
}

function configuration(
  { url, method, headers, form, body }: HttpRequest,
  { headers: own, agents, ownProxy }: Identity,
  signal: AbortSignal,
  maxBodyBytes: number,
): AxiosRequestConfig<string> {
  return {
    adapter: 'http',
    url,
    method,
    headers: { accept: 'application/json', 'user-agent': 'kubectl-autoscale', ...headers, ...own },
    ...(method === 'POST' && form && { data: new URLSearchParams(form).toString() }),
    ...(method !== 'GET' && body !== undefined && { data: body }),
    signal,
    httpAgent: agents.http,
    httpsAgent: agents.https,
    ...(ownProxy === true && { proxy: false as const }),
    maxRedirects: 0,
    maxContentLength: maxBodyBytes,
    responseType: 'text',
    // The body is the caller's to read, also where it is JSON, and no status is an error here.
    transformResponse: (body: string) => body,
    validateStatus: () => true,
  };
}

async function follow(
  request: HttpRequest,
  sendTo: (target: URL, method: HttpRequest['method']) => Promise<AxiosResponse<string>>,
  description: string,
): Promise<AxiosResponse<string>> {
  let target = new URL(request.url);
  let { method } = request;
  for (let count = 0; count <= maxRedirects; count += 1) {
    const response = await sendTo(target, method);
    const next = redirectTarget(response, target);
    if (next === undefined) return response;
    if (response.status === 303) method = 'GET';
    target = next;
  }
  throw new SourceError({
    code: 'bad-response',
    source: description,
    message: `${description} redirected more than ${maxRedirects} times, last to ${target.origin}${target.pathname}`,
    suggestions: ['Check the URL; a login page in front often redirects in circles.'],
  });
}

function redirectTarget({ status, headers }: AxiosResponse<string>, from: URL): URL | undefined {
  const location: unknown = headers.location;
  if (!redirects.has(status) || typeof location !== 'string' || !URL.canParse(location, from.href)) {
    return undefined;
  }
  const target = new URL(location, from);
  return target.protocol === 'http:' || target.protocol === 'https:' ? target : undefined;
}

function toResponse({ status, headers, data }: AxiosResponse<string>): HttpResponse {
  const plain = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    String(value),
  ]);
  return { status, headers: Object.fromEntries(plain), body: data };
}

/** Gives up waiting when the signal fires, whatever the promise goes on doing. */
async function unlessAborted<T>(
  promise: Promise<T> | undefined,
  signal: AbortSignal,
): Promise<T | undefined> {
  if (promise === undefined) return undefined;
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
