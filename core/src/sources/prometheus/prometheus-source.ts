import type { HttpResponse, HttpTransport } from '../../ports/http-transport.ts';
import type { MetricQuery, MetricsSource, SourceCallOptions, TimeRange } from '../../ports/metrics-source.ts';
import type { SeriesSource } from '../../ports/series-source.ts';
import { SourceError } from '../../ports/source-error.ts';
import type { TimeSeries } from '../../stats/time-series.ts';
import { formatDuration } from '../../units/duration.ts';
import { answerError, type ApiAnswer, type AskedServer, readAnswer } from './api-answer.ts';
import { createQueryLimiter } from './query-limiter.ts';
import { joinPieces, splitRange } from './range-chunks.ts';
import {
  instantAnswer,
  instantSeries,
  labelSets,
  MalformedAnswer,
  type QueryData,
  rangeSeries,
} from './samples.ts';

export interface PrometheusOptions {
  /** Base URL, without `/api/v1` and without credentials. */
  readonly url: string;
  readonly transport: HttpTransport;
  /** What people know the server by, where that is not the URL. */
  readonly address?: string;
  /** `context prod-eu, service monitoring/prometheus:9090, API server proxy`. */
  readonly reachedThrough?: string;
  /** For one answer; also told to Prometheus, which then gives up too. 10 s unless told. */
  readonly timeoutMs?: number;
  /** Queries at a time; 6 unless told (Prometheus itself runs 20, for everybody). */
  readonly maxConcurrentQueries?: number;
  /** `POST` unless told: a selector may be longer than a URL may be. Through the API server's proxy `GET` needs fewer rights. */
  readonly method?: 'GET' | 'POST';
}

/** What `/api/v1/status/buildinfo` says. */
export interface PrometheusBuild {
  readonly version: string;
}

export interface PrometheusSource extends MetricsSource, SeriesSource {
  /** `undefined` from a server that does not say (Thanos before 0.24, others). Throws as queries do. */
  buildInfo(options?: SourceCallOptions): Promise<PrometheusBuild | undefined>;
  /** What Prometheus remarked beside its answers so far, each remark once: partial data, suspicious PromQL. */
  warnings(): readonly string[];
}

/** A Prometheus, or anything that speaks its HTTP API (Thanos, Mimir, VictoriaMetrics). */
export function createPrometheusSource(options: PrometheusOptions): PrometheusSource {
  const { url, address = url, timeoutMs = 10_000, maxConcurrentQueries = 6 } = options;
  const limiter = createQueryLimiter(maxConcurrentQueries);
  const remarks = new Set<string>();
  const send = createSender(options, timeoutMs);

  const ask = async <T>(
    path: string,
    parameters: Readonly<Record<string, string>>,
    read: (data: unknown) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    const server: AskedServer = {
      name: `Prometheus at ${address}`,
      path,
      timeoutMs,
      ...(options.reachedThrough !== undefined && { reachedThrough: options.reachedThrough }),
    };
    return explained(server, signal, async () => {
      const response = await limiter.run(() => send(path, parameters, signal), signal);
      const answer = readAnswer(response, server);
      for (const remark of [answer.warnings, answer.infos].flatMap(textsOf)) remarks.add(remark);
      return readData(answer, read, response, server);
    });
  };

  const timeout = `${timeoutMs / 1000}s`;
  return {
    description: `Prometheus ${address}`,
    query: (query, timeMs, { signal } = {}) =>
      ask(
        '/api/v1/query',
        { query: query.promql, time: seconds(timeMs), timeout },
        (data) => instantSeries(data as QueryData),
        signal,
      ),
    queryRange: (query, range, { signal } = {}) =>
      inPieces(range, signal, (piece, pieceSignal) =>
        ask(
          '/api/v1/query_range',
          { ...rangeParameters(query, piece), timeout },
          (data) => rangeSeries(data as QueryData),
          pieceSignal,
        ),
      ),
    instant: (promql, timeMs, { signal } = {}) =>
      ask(
        '/api/v1/query',
        { query: promql, time: seconds(timeMs), timeout },
        (data) => instantAnswer(data as QueryData),
        signal,
      ),
    series: (selector, sinceMs, { signal } = {}) =>
      ask('/api/v1/series', { 'match[]': selector, start: seconds(sinceMs) }, labelSets, signal),
    buildInfo: async ({ signal } = {}) => {
      try {
        return await ask('/api/v1/status/buildinfo', {}, (data) => data as PrometheusBuild, signal);
      } catch (error) {
        if (error instanceof SourceError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    warnings: () => [...remarks],
  };
}

/** What a server gives for remarks; others than Prometheus give what they like. */
function textsOf(remarks: unknown): readonly string[] {
  return Array.isArray(remarks) ? remarks.filter((remark) => typeof remark === 'string') : [];
}

type Send = (
  path: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
) => Promise<HttpResponse>;

type Method = 'GET' | 'POST';

/** What says that the other method may do better: it is not allowed, or (GET) the URL became too long. */
const refusals: Readonly<Record<Method, ReadonlySet<number>>> = {
  POST: new Set([403, 405, 501]),
  GET: new Set([414, 431]),
};

/** Sends queries by the usual method, and by the other one where a server or a gate before it only takes that. */
function createSender({ url, transport, method = 'POST' }: PrometheusOptions, timeoutMs: number): Send {
  let usual = method;
  return async (path, parameters, signal) => {
    const common = { timeoutMs, ...(signal && { signal }) };
    const by = (each: Method): Promise<HttpResponse> =>
      each === 'POST'
        ? transport.send({ ...common, method: 'POST', url: url + path, form: parameters })
        : transport.send({ ...common, method: 'GET', url: `${url}${path}${searchText(parameters)}` });
    if (Object.keys(parameters).length === 0) return by('GET');
    const response = await by(usual);
    if (!refusals[usual].has(response.status)) return response;
    const other = usual === 'POST' ? 'GET' : 'POST';
    const second = await by(other);
    if (second.status === 401 || second.status === 403 || second.status === 405) return response;
    // A long query is an exception, a gate that takes no POST is not.
    if (other === 'GET') usual = other;
    return second;
  };
}

function searchText(parameters: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(parameters).toString();
  return text === '' ? '' : `?${text}`;
}

/** Asks for all pieces; when one fails, the others are not waited for and not continued. */
async function inPieces(
  range: TimeRange,
  signal: AbortSignal | undefined,
  ask: (piece: TimeRange, signal: AbortSignal | undefined) => Promise<readonly TimeSeries[]>,
): Promise<readonly TimeSeries[]> {
  const pieces = splitRange(range);
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return ask(only, signal);
  const rest = new AbortController();
  const either = signal ? AbortSignal.any([signal, rest.signal]) : rest.signal;
  try {
    return joinPieces(await Promise.all(pieces.map((piece) => ask(piece, either))));
  } catch (error) {
    rest.abort();
    throw error;
  }
}

/** Says how the server was reached in whatever goes wrong, and gives cancelling while in the queue its name. */
async function explained<T>(
  { name, reachedThrough, timeoutMs }: AskedServer,
  signal: AbortSignal | undefined,
  task: () => Promise<T>,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof SourceError)) {
      if (signal?.aborted !== true) throw error;
      throw new SourceError({ code: 'cancelled', source: name, message: `${name}: cancelled` });
    }
    if (reachedThrough === undefined || error.details.reachedThrough !== undefined) throw error;
    // What is in between answers at once or not at all: it is Prometheus that is slow.
    const slow = error.code === 'timeout' && error.details.source !== name;
    const message = slow ? `${name} did not answer in ${formatDuration(timeoutMs)}` : error.message;
    throw new SourceError({ ...error.details, message, reachedThrough }, { cause: error });
  }
}

function readData<T>(
  { data }: ApiAnswer,
  read: (data: unknown) => T,
  response: HttpResponse,
  server: AskedServer,
): T {
  try {
    return read(data);
  } catch (error) {
    if (!(error instanceof MalformedAnswer) && !(error instanceof TypeError)) throw error;
    const what = error instanceof MalformedAnswer ? ` (${error.message})` : '';
    const wrongKind = what.includes('expected');
    throw answerError(
      {
        code: wrongKind ? 'bad-query' : 'bad-response',
        message: wrongKind
          ? `${server.name} gave ${error.message}`
          : `${server.name} does not answer as Prometheus does${what}`,
        suggestions: [wrongKind ? 'Ask for an instant vector or a scalar.' : 'Check the URL.'],
      },
      response,
      server,
    );
  }
}

function rangeParameters(
  { promql }: MetricQuery,
  { startMs, endMs, stepMs }: TimeRange,
): Record<string, string> {
  return { query: promql, start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
}

/** Prometheus takes Unix seconds with a fraction, exact to the millisecond. */
function seconds(milliseconds: number): string {
  return String(Math.round(milliseconds) / 1000);
}
