import { describe, expect, it } from 'vitest';

import type { MetricQuery } from '#core/ports/index.ts';
import { createHttpTransport } from '#core/sources/http/index.ts';
import {
  connectPrometheus,
  createPrometheusSource,
  type PrometheusConnection,
  type PrometheusSource,
} from '#core/sources/prometheus/index.ts';

import { caught, everythingIn } from './caught.ts';
import { type Handler, json, type LocalServer, startLocalServer, withServer } from './local-server.ts';

const up: MetricQuery = { id: 'up', promql: 'up', unit: '' };
const range = { startMs: 0, endMs: 60_000, stepMs: 30_000 };
const sample = (value: string, seconds = 1): unknown => ({ metric: { pod: 'a' }, value: [seconds, value] });
const vector = (...result: readonly unknown[]): unknown => ({
  status: 'success',
  data: { resultType: 'vector', result },
});

/** A source on a server that behaves as told; nothing is retried unless told. */
async function against<T>(
  handler: Handler,
  use: (source: PrometheusSource, server: LocalServer) => Promise<T>,
  options: Partial<PrometheusConnection> = {},
): Promise<T> {
  return withServer(handler, (server) =>
    use(connectPrometheus({ url: server.url, attempts: 1, timeoutMs: 2_000, ...options }), server),
  );
}

describe('a Prometheus that fails', () => {
  it.each<[what: string, status: number, body: unknown, code: string, says: RegExp]>([
    [
      'refuses PromQL',
      400,
      { status: 'error', errorType: 'bad_data', error: '1:5: parse error' },
      'bad-query',
      /rejects the query \(bad_data: 1:5: parse error\)/,
    ],
    [
      'cannot execute',
      422,
      { status: 'error', errorType: 'execution', error: 'too many samples' },
      'bad-query',
      /execution: too many samples/,
    ],
    [
      'gives up on the query',
      503,
      { status: 'error', errorType: 'timeout', error: 'query timed out' },
      'timeout',
      /query timed out/,
    ],
    [
      'is starting',
      503,
      'Service Unavailable',
      'unreachable',
      /is not available \(503\): Service Unavailable/,
    ],
    ['is behind a broken gateway', 502, '', 'unreachable', /\(502\)/],
    ['wants credentials', 401, 'Unauthorized\n', 'unauthorized', /\(401\): Unauthorized/],
    ['forbids', 403, { message: 'no access to tenant' }, 'forbidden', /\(403\): no access to tenant/],
    ['is elsewhere', 404, '404 page not found', 'not-found', /has nothing at \/api\/v1\/query \(404\)/],
    ['limits', 429, 'slow down', 'rate-limited', /429/],
    [
      'has an internal error',
      500,
      { status: 'error', errorType: 'internal', error: 'expanding series' },
      'bad-response',
      /internal: expanding series/,
    ],
    [
      'is not there but Kubernetes is',
      503,
      { kind: 'Status', message: 'no endpoints available for service "prometheus"' },
      'unreachable',
      /no endpoints available/,
    ],
    ['is some other JSON', 200, { hello: 'world' }, 'bad-response', /does not answer as Prometheus does/],
    ['is a list', 200, [], 'bad-response', /does not answer as Prometheus does/],
    ['has no data', 200, { status: 'success' }, 'bad-response', /does not answer as Prometheus does/],
    [
      'has data of another form',
      200,
      { status: 'success', data: { resultType: 'vector', result: {} } },
      'bad-response',
      /no list of series/,
    ],
  ])('%s', async (_, status, body, code, says) => {
    await against(
      (_request, response) =>
        typeof body === 'string' ? response.writeHead(status).end(body) : json(response, body, status),
      async (source, { url }) => {
        const error = await caught(source.query(up, 1_000));
        expect(error.code).toBe(code);
        expect(error.message).toMatch(says);
        expect(error.message).toContain(`Prometheus at ${url}`);
        expect(error.details.suggestions?.[0]).toMatch(/^\S.*\.$/);
      },
    );
  });

  it.each([
    [200, 'text/html; charset=utf-8', '<!DOCTYPE html><title>Sign in</title>'],
    [200, 'text/plain', '\n<html><body>login</body></html>'],
  ])('is a login page (%i, %s)', async (status, type, body) => {
    await against(
      (_, response) => response.writeHead(status, { 'content-type': type }).end(body),
      async (source) => {
        const error = await caught(source.query(up, 1_000));
        expect(error.code).toBe('bad-response');
        expect(error.message).toMatch(/answered with a web page, not with data/);
        expect(error.details.suggestions?.[0]).toContain('login page');
      },
    );
  });

  it('redirects to a login page on another host', async () => {
    const login = await startLocalServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<html>'),
    );
    await against(
      (_, response) => response.writeHead(302, { location: `${login.url}/login` }).end(),
      async (source) => {
        expect((await caught(source.query(up, 1_000))).message).toMatch(/web page/);
      },
      { token: 'very-secret' },
    );
    expect(JSON.stringify(login.requests)).not.toContain('very-secret');
    await login.close();
  });

  it('sends truncated JSON', async () => {
    const whole = JSON.stringify(vector(sample('1')));
    await against(
      (_, response) => response.setHeader('content-type', 'application/json').end(whole.slice(0, 40)),
      async (source) => {
        const error = await caught(source.query(up, 1_000));
        expect(error.code).toBe('bad-response');
        expect(error.message).toMatch(/JSON that breaks off after 40 characters/);
      },
    );
  });

  it('is slow: says how long and how often it was tried', async () => {
    await against(
      () => undefined,
      async (source, { url, requests }) => {
        const error = await caught(source.query(up, 1_000));
        expect(error.details).toMatchObject({
          code: 'timeout',
          message: `Prometheus at ${url} did not answer in 100 ms`,
          attempts: 3,
        });
        expect(requests).toHaveLength(3);
      },
      { attempts: 3, timeoutMs: 100 },
    );
  });

  it('is down', async () => {
    const { url, close } = await startLocalServer(() => undefined);
    await close();
    const error = await caught(connectPrometheus({ url, attempts: 2 }).query(up, 1_000));
    expect(error.details).toMatchObject({ code: 'unreachable', attempts: 2 });
  });

  it('is busy at first', async () => {
    await against(
      (_, response, count) =>
        count === 1 ? response.writeHead(503).end() : json(response, vector(sample('1'))),
      async (source) => expect(await source.query(up, 1_000)).toHaveLength(1),
      { attempts: 2 },
    );
  });

  it('never shows the credentials of its URL', async () => {
    await against(
      (_, response) => response.writeHead(401).end(),
      async (_source, server) => {
        const url = server.url.replace('://', '://ann:hunter2@');
        const source = connectPrometheus({ url, attempts: 1 });
        const error = await caught(source.query(up, 1_000));
        expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('ann:hunter2')}`);
        expect(source.description).not.toContain('hunter2');
        expect(everythingIn(error)).not.toContain('hunter2');
        expect(everythingIn(error)).not.toContain(btoa('ann:hunter2'));
      },
    );
  });
});

describe('answers', () => {
  it('without samples are empty; NaN and infinities are no samples', async () => {
    const answers = [
      vector(),
      vector(sample('NaN'), sample('+Inf'), sample('-Inf')),
      vector(sample('NaN'), { metric: { pod: 'b' }, value: [1.5, '2e3'] }),
      { status: 'success', data: { resultType: 'scalar', result: [1, '7'] } },
    ];
    await against(
      (_, response, count) => json(response, answers[count - 1]),
      async (source) => {
        expect(await source.query(up, 1_000)).toEqual([]);
        expect(await source.query(up, 1_000)).toEqual([]);
        expect(await source.query(up, 1_000)).toEqual([
          { labels: { pod: 'b' }, timestampsMs: [1_500], values: [2_000] },
        ]);
        expect(await source.query(up, 1_000)).toEqual([{ labels: {}, timestampsMs: [1_000], values: [7] }]);
      },
    );
  });

  it('of a range leave out what is no number and native histograms', async () => {
    const result = [
      {
        metric: { pod: 'a' },
        values: [
          [0, '1'],
          [30, 'NaN'],
          [60, '3'],
        ],
      },
      { metric: { pod: 'b' }, values: [[0, 'NaN']] },
      { metric: { pod: 'c' }, histograms: [[0, { count: '1' }]] },
    ];
    await against(
      (_, response) => json(response, { status: 'success', data: { resultType: 'matrix', result } }),
      async (source) =>
        expect(await source.queryRange(up, range)).toEqual([
          { labels: { pod: 'a' }, timestampsMs: [0, 60_000], values: [1, 3] },
        ]),
    );
  });

  it('of the wrong kind blame the query', async () => {
    await against(
      (_, response) => json(response, { status: 'success', data: { resultType: 'matrix', result: [] } }),
      async (source) => {
        const error = await caught(source.query(up, 1_000));
        expect(error.code).toBe('bad-query');
        expect(error.message).toContain('gave a matrix where a vector was expected');
      },
    );
  });

  it('keep warnings, each once', async () => {
    await against(
      (_, response) =>
        json(response, {
          ...(vector(sample('1')) as object),
          warnings: ['partial data'],
          infos: ['no counter'],
        }),
      async (source) => {
        expect(source.warnings()).toEqual([]);
        await source.query(up, 1_000);
        await source.query(up, 2_000);
        expect(source.warnings()).toEqual(['partial data', 'no counter']);
      },
    );
  });
});

describe('requests', () => {
  it('carry the query as a form, however long, with time and timeout', async () => {
    const long: MetricQuery = {
      ...up,
      promql: `up{pod=~"${Array.from({ length: 3_000 }, (_, i) => `pod-${i}`).join('|')}"}`,
    };
    await against(
      (_, response) => json(response, vector()),
      async (source, { requests }) => {
        await source.query(long, 1_700_000_000_123);
        expect(requests[0]).toMatchObject({ method: 'POST', url: '/api/v1/query' });
        expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
          query: long.promql,
          time: '1700000000.123',
          timeout: '2s',
        });
      },
    );
  });

  it.each([405, 403, 501])('turn to GET where POST gets %i, and stay with it', async (status) => {
    await against(
      ({ method }, response) =>
        method === 'POST' ? response.writeHead(status).end() : json(response, vector(sample('1'))),
      async (source, { requests }) => {
        await source.query(up, 1_000);
        await source.query(up, 1_000);
        expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
        expect(requests[1]?.url).toBe('/api/v1/query?query=up&time=1&timeout=2s');
      },
    );
  });

  it('turn to POST where a URL gets too long', async () => {
    const long: MetricQuery = { ...up, promql: `up{pod="${'x'.repeat(20_000)}"}` };
    await against(
      (_, response) => json(response, vector(sample('1'))),
      async (_source, { url, requests }) => {
        const transport = createHttpTransport({ description: 'The server' });
        const source = createPrometheusSource({ url, transport, method: 'GET' });
        expect(await source.query(long, 1_000)).toHaveLength(1);
        expect(await source.query(up, 1_000)).toHaveLength(1);
        // Node itself refuses the first one, with 431.
        expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
      },
    );
  });

  it('keep the prefix of the URL', async () => {
    await against(
      (_, response) => json(response, vector()),
      async (_source, server) => {
        await connectPrometheus({ url: `${server.url}/select/0/prometheus/` }).query(up, 1_000);
        expect(server.requests[0]?.url).toBe('/select/0/prometheus/api/v1/query');
      },
    );
  });

  it('come a few at a time, and those that wait can be cancelled', async () => {
    let running = 0;
    let most = 0;
    await against(
      (_, response) => {
        running += 1;
        most = Math.max(most, running);
        setTimeout(() => {
          running -= 1;
          json(response, vector(sample('1')));
        }, 20);
      },
      async (source, { requests }) => {
        const controller = new AbortController();
        const last = Array.from({ length: 20 }, () => source.query(up, 1_000));
        const waiting = caught(source.query(up, 1_000, { signal: controller.signal }));
        controller.abort();
        expect((await waiting).code).toBe('cancelled');
        expect(await Promise.all(last)).toHaveLength(20);
        expect(most).toBe(6);
        expect(requests).toHaveLength(20);
      },
    );
  });

  it('ask for the build, which not every server tells', async () => {
    await against(
      ({ url }, response) =>
        url === '/api/v1/status/buildinfo'
          ? json(response, { status: 'success', data: { version: '2.42.0' } })
          : response.writeHead(500).end(),
      async (source) => expect(await source.buildInfo()).toEqual({ version: '2.42.0' }),
    );
    await against(
      (_, response) => response.writeHead(404).end('404 page not found'),
      async (source) => expect(await source.buildInfo()).toBeUndefined(),
    );
  });
});
