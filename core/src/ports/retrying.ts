import type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.ts';
import { SourceError } from './source-error.ts';

export interface RetryOptions {
  /** How often a request is sent at most; 1 means no retry. */
  readonly attempts: number;
  readonly backoff: Backoff;
  /** Waits; throws (anything) when the signal fires first. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1), for the jitter that keeps clients from coming back all at once. */
  readonly random: () => number;
  /** Now, epoch milliseconds: for a `Retry-After` that names a date. */
  readonly now: () => number;
}

/** Before attempt n (from 2) at most `initialMs` × 2^(n−2), never more than `maximumMs`, is waited. */
export interface Backoff {
  readonly initialMs: number;
  readonly maximumMs: number;
}

const retriedStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends a request again after an unreachable server, a timeout, or a status that says "later" (429, 502, 503, 504).
 * The wait is drawn between half and all of the backoff ("equal jitter"); a `Retry-After` of the server is kept to, but
 * beyond `maximumMs` the answer is given at once instead. What the last attempt gave is the answer, with the number of
 * attempts on it. Only for requests that change nothing, or the same however often they come (server-side apply).
 */
export function retrying(transport: HttpTransport, options: RetryOptions): HttpTransport {
  return {
    description: transport.description,
    async send(request: HttpRequest): Promise<HttpResponse> {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await attemptOnce(transport, request);
        const wait = attempt < options.attempts ? waitBefore(outcome, attempt, options) : undefined;
        if (wait === undefined) return finish(outcome, attempt);
        await pause(wait, request, transport.description, options);
      }
    },
  };
}

type Outcome = { readonly response: HttpResponse } | { readonly error: unknown };

async function attemptOnce(transport: HttpTransport, request: HttpRequest): Promise<Outcome> {
  try {
    return { response: await transport.send(request) };
  } catch (error) {
    return { error };
  }
}

/** `undefined`: not to be tried again. */
function waitBefore(outcome: Outcome, attempt: number, options: RetryOptions): number | undefined {
  const { initialMs, maximumMs } = options.backoff;
  const longest = Math.min(initialMs * 2 ** (attempt - 1), maximumMs);
  const usual = longest * (0.5 + options.random() / 2);
  if ('error' in outcome) {
    const { error } = outcome;
    const passing =
      error instanceof SourceError && (error.code === 'unreachable' || error.code === 'timeout');
    return passing ? usual : undefined;
  }
  if (!retriedStatuses.has(outcome.response.status)) return undefined;
  const asked = retryAfterMs(outcome.response.headers['retry-after'], options.now());
  if (asked === undefined) return usual;
  return asked > maximumMs ? undefined : Math.max(asked, 0);
}

/** RFC 9110, 10.2.3: whole seconds, or a date. */
function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : date - nowMs;
}

async function pause(
  milliseconds: number,
  { signal }: HttpRequest,
  source: string,
  { sleep }: RetryOptions,
): Promise<void> {
  try {
    await sleep(milliseconds, signal);
  } catch (error) {
    throw new SourceError(
      { code: 'cancelled', source, message: `${source}: cancelled while waiting to try again` },
      { cause: error },
    );
  }
}

function finish(outcome: Outcome, attempts: number): HttpResponse {
  if ('response' in outcome) {
    return attempts === 1 ? outcome.response : { ...outcome.response, attempts };
  }
  const { error } = outcome;
  if (!(error instanceof SourceError) || attempts === 1) throw error;
  throw new SourceError({ ...error.details, attempts }, { cause: error });
}
