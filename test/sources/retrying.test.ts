import { describe, expect, it } from 'vitest';

import {
  type HttpRequest,
  type HttpResponse,
  type HttpTransport,
  retrying,
  type RetryOptions,
  SourceError,
  type SourceErrorCode,
} from '#core/ports/index.ts';
import { createHttpTransport, sleep } from '#core/sources/http/index.ts';

import { caught } from './caught.ts';
import { withServer } from './local-server.ts';

const request: HttpRequest = { method: 'GET', url: 'http://server/', timeoutMs: 1_000 };
const now = Date.parse('2026-11-19T10:00:00Z');

const answer = (status: number, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  body: '',
});
const failure = (code: SourceErrorCode): SourceError =>
  new SourceError({ code, source: 'The server', message: `The server: ${code}`, suggestions: ['Wait.'] });

/** A transport that gives these outcomes one after the other, and the waits between them. */
function scripted(
  outcomes: readonly (HttpResponse | SourceError)[],
  options: Partial<RetryOptions> = {},
): { readonly transport: HttpTransport; readonly waits: number[]; readonly sent: () => number } {
  const waits: number[] = [];
  let sent = 0;
  const inner: HttpTransport = {
    description: 'The server',
    send: () => {
      const outcome = outcomes[sent++];
      if (outcome === undefined) throw new Error('sent too often');
      return outcome instanceof SourceError ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  };
  const transport = retrying(inner, {
    attempts: 3,
    backoff: { initialMs: 100, maximumMs: 1_000 },
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
    now: () => now,
    ...options,
  });
  return { transport, waits, sent: () => sent };
}

describe('retrying', () => {
  it.each([429, 502, 503, 504])('sends again after %i, waiting longer each time', async (status) => {
    const { transport, waits } = scripted([answer(status), answer(status), answer(200)]);
    expect(await transport.send(request)).toMatchObject({ status: 200, attempts: 3 });
    expect(waits).toEqual([75, 150]);
  });

  it.each(['unreachable', 'timeout'] as const)('sends again after %s', async (code) => {
    const { transport } = scripted([failure(code), answer(200)]);
    expect(await transport.send(request)).toMatchObject({ status: 200, attempts: 2 });
  });

  it('gives the last answer, or the last error with the number of attempts', async () => {
    const busy = scripted([answer(503), answer(503), answer(503)]);
    expect(await busy.transport.send(request)).toMatchObject({ status: 503, attempts: 3 });
    const down = scripted([failure('unreachable'), failure('timeout'), failure('timeout')]);
    const error = await caught(down.transport.send(request));
    expect(error.details).toMatchObject({ code: 'timeout', attempts: 3, suggestions: ['Wait.'] });
  });

  it.each([200, 400, 401, 404, 422, 500])('does not send again after %i', async (status) => {
    const { transport, sent } = scripted([answer(status)]);
    expect(await transport.send(request)).toEqual(answer(status));
    expect(sent()).toBe(1);
  });

  it.each(['cancelled', 'unauthorized', 'bad-response'] as const)(
    'does not send again after %s',
    async (code) => {
      const { transport } = scripted([failure(code)]);
      expect((await caught(transport.send(request))).details).not.toHaveProperty('attempts');
    },
  );

  it('draws the wait between half and all of the backoff, which has an upper end', async () => {
    const all = Array.from({ length: 8 }, () => answer(503));
    for (const [random, expected] of [
      [0, [50, 100, 200, 400, 500, 500, 500]],
      [0.999999, [100, 200, 400, 800, 1000, 1000, 1000]],
    ] as const) {
      const { transport, waits } = scripted(all, { attempts: 8, random: () => random });
      await transport.send(request);
      expect(waits.map((wait) => Math.round(wait))).toEqual(expected);
    }
  });

  it('keeps to Retry-After in seconds and as a date, and does not wait for one far away', async () => {
    const after = async (value: string): Promise<readonly number[]> => {
      const { transport, waits } = scripted([answer(429, { 'retry-after': value }), answer(200)]);
      await transport.send(request);
      return waits;
    };
    expect(await after('1')).toEqual([1_000]);
    expect(await after(new Date(now + 1_000).toUTCString())).toEqual([1_000]);
    expect(await after(new Date(now - 5_000).toUTCString())).toEqual([0]);
    expect(await after('soon')).toEqual([75]);
    const late = scripted([answer(503, { 'retry-after': '3600' })]);
    expect((await late.transport.send(request)).status).toBe(503);
  });

  it('stops waiting when the user gives up', async () => {
    const controller = new AbortController();
    const { transport } = scripted([answer(503)], {
      backoff: { initialMs: 60_000, maximumMs: 60_000 },
      sleep,
    });
    const sent = transport.send({ ...request, signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect((await caught(sent)).code).toBe('cancelled');
  });

  it('gets past a real server that is busy at first', async () => {
    await withServer(
      (_, response, count) => response.writeHead(count < 3 ? 503 : 200).end(`answer ${count}`),
      async ({ url }) => {
        const transport = retrying(createHttpTransport({ description: 'The server' }), {
          attempts: 3,
          backoff: { initialMs: 5, maximumMs: 20 },
          sleep,
          random: Math.random,
          now: Date.now,
        });
        expect(await transport.send({ ...request, url })).toMatchObject({ body: 'answer 3', attempts: 3 });
      },
    );
  });
});
