import type { HttpResponse } from '../../ports/http-transport.ts';
import { SourceError, type SourceErrorDetails } from '../../ports/source-error.ts';

/** Prometheus' own envelope around each answer of `/api/v1`. */
export interface ApiAnswer {
  readonly status: 'success' | 'error';
  readonly data?: unknown;
  readonly errorType?: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** Who was asked, for messages. */
export interface AskedServer {
  /** `Prometheus at http://…`. */
  readonly name: string;
  readonly reachedThrough?: string;
  /** The path that was asked, below the base URL: `/api/v1/query`. */
  readonly path: string;
  readonly timeoutMs: number;
}

type Fault = Pick<SourceErrorDetails, 'code' | 'message' | 'suggestions'>;

/** The envelope of a successful answer; everything else becomes a {@link SourceError}. */
export function readAnswer(response: HttpResponse, server: AskedServer): ApiAnswer {
  const answer = parseEnvelope(response.body);
  if (response.status >= 200 && response.status < 300 && answer?.status === 'success') return answer;
  const fault =
    answer?.status === 'error' ? apiFault(answer, response, server) : statusFault(response, server);
  throw answerError(fault, response, server);
}

export function answerError(fault: Fault, { attempts }: HttpResponse, server: AskedServer): SourceError {
  const { name, reachedThrough } = server;
  return new SourceError({
    ...fault,
    source: name,
    ...(reachedThrough !== undefined && { reachedThrough }),
    ...(attempts !== undefined && { attempts }),
  });
}

function parseEnvelope(body: string): ApiAnswer | undefined {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || !('status' in value)) return undefined;
  const { status } = value;
  return status === 'success' || status === 'error' ? (value as ApiAnswer) : undefined;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Prometheus answered and says itself what is wrong (web/api/v1/api.go, errorType). */
function apiFault(
  { errorType = 'unknown', error = '' }: ApiAnswer,
  response: HttpResponse,
  server: AskedServer,
): Fault {
  const said = `${errorType}: ${error}`;
  switch (errorType) {
    case 'bad_data':
    case 'execution':
      return {
        code: 'bad-query',
        message: `${server.name} rejects the query (${said})`,
        suggestions: [
          errorType === 'execution'
            ? 'Ask for less: a shorter range, a coarser step, or a narrower selector.'
            : 'Check the PromQL.',
        ],
      };
    case 'timeout':
      return {
        code: 'timeout',
        message: `${server.name} gave up on the query (${said})`,
        suggestions: ['Ask for less: a shorter range or a coarser step; or allow more time.'],
      };
    case 'unavailable':
    case 'canceled':
      return {
        code: 'unreachable',
        message: `${server.name} cannot answer now (${said})`,
        suggestions: ['Wait until it has started and loaded its data, then try again.'],
      };
    default:
      if (response.status === 404) return statusFault(response, server);
      return {
        code: 'bad-response',
        message: `${server.name} failed (${said})`,
        suggestions: ['Look at its log.'],
      };
  }
}

/** Something answered, but not in Prometheus' words: a proxy, a login page, another server, half an answer. */
function statusFault(response: HttpResponse, server: AskedServer): Fault {
  const { status } = response;
  const said = reasonGiven(response);
  const { name } = server;
  if (status === 401) {
    return {
      code: 'unauthorized',
      message: `${name} wants to know who asks (401)${said}`,
      suggestions: [
        'Give a valid token, user and password, or client certificate; the one given may have expired.',
      ],
    };
  }
  if (status === 403) {
    return {
      code: 'forbidden',
      message: `${name} does not let you ask (403)${said}`,
      suggestions: ['Ask for the right to query, or use other credentials.'],
    };
  }
  if (status === 404) return wrongPath(said, server);
  if (status === 413 || status === 414 || status === 431) {
    return {
      code: 'bad-query',
      message: `${name} finds the query too long (${status})${said}`,
      suggestions: ['Name fewer things at once.'],
    };
  }
  if (status === 429) {
    return {
      code: 'rate-limited',
      message: `${name} asks for fewer queries (429)${said}`,
      suggestions: ['Wait a little, then try again.'],
    };
  }
  if (status === 400 || status === 422) {
    return {
      code: 'bad-query',
      message: `${name} rejects the query (${status})${said}`,
      suggestions: ['Check the PromQL.'],
    };
  }
  if (status === 502 || status === 503 || status === 504) {
    return {
      code: 'unreachable',
      message: `${name} is not available (${status})${said}`,
      suggestions: ['Check that Prometheus runs and has loaded its data, then try again.'],
    };
  }
  return notPrometheus(response, server, said);
}

function wrongPath(said: string, { name, path }: AskedServer): Fault {
  return {
    code: 'not-found',
    message: `${name} has nothing at ${path} (404)${said}`,
    suggestions: [
      'Check that the URL is that of Prometheus, with its prefix if it has one: /prometheus for Mimir, /select/0/prometheus for a VictoriaMetrics cluster.',
    ],
  };
}

function notPrometheus({ status, headers, body }: HttpResponse, { name }: AskedServer, said: string): Fault {
  if (isHtml(headers['content-type'], body)) {
    return {
      code: 'bad-response',
      message: `${name} answered with a web page, not with data (${status})`,
      suggestions: [
        'A login page usually stands before it: give a token, or go through a port-forward or the service proxy.',
      ],
    };
  }
  if (status >= 200 && status < 300) {
    const cut = body.trimStart().startsWith('{') && parseJson(body) === undefined;
    return {
      code: 'bad-response',
      message: cut
        ? `${name} answered with JSON that breaks off after ${body.length} characters`
        : `${name} does not answer as Prometheus does`,
      suggestions: [cut ? 'Try again; a proxy before it may limit the size of answers.' : 'Check the URL.'],
    };
  }
  return {
    code: 'bad-response',
    message: `${name} failed with status ${status}${said}`,
    suggestions: ['Look at its log.'],
  };
}

function isHtml(contentType: string | undefined, body: string): boolean {
  return contentType?.includes('text/html') === true || /^\s*<(!doctype|html)/i.test(body);
}

/** The API server's Status, or one line of plain text, as `: …`. */
function reasonGiven({ headers, body }: HttpResponse): string {
  const value = parseJson(body);
  if (
    typeof value === 'object' &&
    value !== null &&
    'message' in value &&
    typeof value.message === 'string'
  ) {
    return `: ${value.message}`;
  }
  const line = body.trim().split('\n')[0] ?? '';
  if (value !== undefined || line === '' || isHtml(headers['content-type'], body)) return '';
  return `: ${line.length > 200 ? `${line.slice(0, 200)}…` : line}`;
}
