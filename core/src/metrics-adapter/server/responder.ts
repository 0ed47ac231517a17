import { SourceError } from '../../ports/index.ts';
import { type ParsedRequest, parseRequest, type Route } from '../api/route.ts';
import { failureStatus } from '../api/status.ts';
import { ServingError } from '../serving/serving-error.ts';
import type { Authenticator, Credentials } from './authenticate.ts';
import { type Authorizer, forbiddenMessage } from './authorize.ts';

/** A request as the server hands it on. */
export interface AdapterRequest extends Credentials {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly retryAfterSeconds?: number;
}

export type Responder = (request: AdapterRequest) => Promise<Reply>;

/** A document, or a text that is one already. */
export type Content = object | { readonly contentType: string; readonly text: string };

/** Answers a request that is allowed. Throws {@link ServingError} and `SourceError`. */
export type RouteHandler = (
  route: Exclude<Route, { type: 'health' }>,
  parameters: URLSearchParams,
) => Promise<Content>;

export interface ResponderParts {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  /** Whether requests should come here. */
  readonly health: (check: 'livez' | 'readyz') => { readonly ok: boolean; readonly text: string };
  readonly handle: RouteHandler;
  /** Told of every answer: the API group (or what else was asked for), the status and how long it took. */
  readonly observe: (group: string, status: number, seconds: number) => void;
  /** Told of what went wrong inside; the client learns less. */
  readonly report: (path: string, error: unknown) => void;
  readonly now: () => number;
}

/** Who, whether they may, then what: in this order, so that nobody learns what there is without the right to. */
export function createResponder(parts: ResponderParts): Responder {
  return async (request) => {
    const startedMs = parts.now();
    const [path = '/', query = ''] = splitOnce(request.url);
    const parsed = parseRequest(path);
    const parameters = new URLSearchParams(query);
    const reply = await answer(request, parsed, parameters, parts).catch((error: unknown) =>
      failureReply(path, error, parts),
    );
    parts.observe(groupOf(parsed), reply.status, (parts.now() - startedMs) / 1000);
    return reply;
  };
}

function splitOnce(url: string): readonly string[] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
}

async function answer(
  request: AdapterRequest,
  { route, access }: ParsedRequest,
  parameters: URLSearchParams,
  { authenticator, authorizer, health, handle }: ResponderParts,
): Promise<Reply> {
  if (access !== undefined) {
    const user = await authenticator.authenticate(request);
    if (user === undefined) return statusReply(401, 'Unauthorized');
    const asked = request.method === 'GET' ? access : { ...access, verb: verbOf(request.method) };
    if (!(await authorizer.isAllowed(user, asked))) return statusReply(403, forbiddenMessage(user, asked));
  }
  if (request.method !== 'GET') {
    return statusReply(405, 'the server does not allow this method on the requested resource');
  }
  if (!route.ok) return statusReply(route.error.code, route.error.message);
  if (route.value.type === 'health') {
    const { ok, text } = health(route.value.check);
    return { status: ok ? 200 : 503, contentType: 'text/plain; charset=utf-8', body: text };
  }
  const content = await handle(route.value, parameters);
  if ('contentType' in content && 'text' in content) {
    return { status: 200, contentType: content.contentType, body: content.text };
  }
  const pretty = ['true', '1'].includes(parameters.get('pretty') ?? '');
  return jsonReply(200, content, pretty ? 2 : undefined);
}

/** As the API server names methods to an authorizer. */
function verbOf(method: string): string {
  const verbs: Readonly<Record<string, string>> = {
    POST: 'create',
    PUT: 'update',
    PATCH: 'patch',
    DELETE: 'delete',
  };
  return verbs[method] ?? method.toLowerCase();
}

function failureReply(path: string, error: unknown, { report }: ResponderParts): Reply {
  if (error instanceof ServingError) {
    if (error.code >= 500) report(path, error);
    return statusReply(error.code, error.message);
  }
  report(path, error);
  if (error instanceof SourceError) {
    const message =
      error.code === 'bad-query'
        ? 'unable to fetch metrics: the query of the rule is refused'
        : 'unable to fetch metrics now';
    return statusReply(error.code === 'bad-query' ? 500 : 503, message);
  }
  return statusReply(500, 'internal error');
}

function statusReply(code: number, message: string): Reply {
  return jsonReply(code, failureStatus(code, message));
}

function jsonReply(status: number, content: object, indent?: number): Reply {
  return { status, contentType: 'application/json', body: `${JSON.stringify(content, null, indent)}\n` };
}

/** A closed set: what comes from outside is no label of a metric. */
function groupOf({ route, access }: ParsedRequest): string {
  if (access !== undefined && 'group' in access) return access.group;
  return route.ok ? route.value.type : 'unknown';
}
