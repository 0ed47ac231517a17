import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { HttpRequest } from '#core/ports/index.ts';
import {
  basicAuthentication,
  bearerToken,
  bearerTokenFile,
  createHttpTransport,
  splitUrlCredentials,
  withoutUserInfo,
} from '#core/sources/http/index.ts';

import { caught, everythingIn } from './caught.ts';
import { startLocalServer, withServer } from './local-server.ts';

const secret = 's3cr3t-t0ken';
const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  timeoutMs: 5_000,
  ...more,
});
const plain = createHttpTransport({ description: 'The server' });

describe('the HTTP transport', () => {
  it('gives status, headers and body of whatever answer', async () => {
    await withServer(
      (_, response) => response.writeHead(418, { 'x-kind': 'Teapot' }).end('short and stout'),
      async ({ url }) => {
        const response = await plain.send(get(url));
        expect(response).toMatchObject({ status: 418, body: 'short and stout' });
        expect(response.headers['x-kind']).toBe('Teapot');
      },
    );
  });

  it('sends a form as a form, and leaves JSON as text', async () => {
    await withServer(
      (_, response) => response.setHeader('content-type', 'application/json').end('{"a": 1}'),
      async ({ url, requests }) => {
        const form = { query: 'sum(x{a="b&c"}) + 1', step: '15' };
        const { body } = await plain.send(get(url, { method: 'POST', form }));
        expect(body).toBe('{"a": 1}');
        expect(requests[0]?.headers['content-type']).toContain('application/x-www-form-urlencoded');
        expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual(form);
      },
    );
  });

  it('unpacks gzip and uses a connection again', async () => {
    await withServer(
      (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('unpacked')),
      async ({ url, connections }) => {
        for (let count = 0; count < 3; count += 1) {
          expect((await plain.send(get(url))).body).toBe('unpacked');
        }
        expect(connections()).toBe(1);
      },
    );
  });

  it.each([
    ['a bearer token', { credentials: bearerToken(` ${secret}\n`) }, `Bearer ${secret}`],
    ['user and password', { credentials: basicAuthentication('ann', 'pä:ss') }, 'Basic YW5uOnDDpDpzcw=='],
    ['custom headers', { headers: { authorization: 'Custom x', 'X-Scope-OrgID': 'team-a' } }, 'Custom x'],
  ])('sends %s', async (_, options, authorization) => {
    await withServer(
      (_request, response) => response.end(),
      async ({ url, requests }) => {
        await createHttpTransport({ description: 'The server', ...options }).send(get(url));
        expect(requests[0]?.headers.authorization).toBe(authorization);
        if ('headers' in options) expect(requests[0]?.headers['x-scope-orgid']).toBe('team-a');
      },
    );
  });

  it('reads a token file anew for each request, and says when it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-'));
    const file = join(folder, 'token');
    try {
      await withServer(
        (_, response) => response.end(),
        async ({ url, requests }) => {
          const transport = createHttpTransport({
            description: 'The server',
            credentials: bearerTokenFile(file),
          });
          for (const token of ['first', 'second']) {
            writeFileSync(file, `${token}\n`);
            await transport.send(get(url));
          }
          expect(requests.map(({ headers }) => headers.authorization)).toEqual([
            'Bearer first',
            'Bearer second',
          ]);
          rmSync(file);
          const error = await caught(transport.send(get(url)));
          expect(error.code).toBe('unauthorized');
          expect(error.message).toContain(file);
        },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('redirects', () => {
  it('keep credentials, method and form on the same server', async () => {
    await withServer(
      ({ url }, response) =>
        url === '/end' ? response.end('here') : response.writeHead(308, { location: '/end' }).end(),
      async ({ url, requests }) => {
        const transport = createHttpTransport({
          description: 'The server',
          credentials: bearerToken(secret),
        });
        const response = await transport.send(get(`${url}/start`, { method: 'POST', form: { query: 'up' } }));
        expect(response.body).toBe('here');
        expect(requests[1]).toMatchObject({ method: 'POST', body: 'query=up' });
        expect(requests[1]?.headers.authorization).toBe(`Bearer ${secret}`);
      },
    );
  });

  it.each([301, 302, 303, 307])('lose credentials on the way to another server (%i)', async (status) => {
    const other = await startLocalServer((_, response) => response.end('elsewhere'));
    await withServer(
      (_, response) => response.writeHead(status, { location: `${other.url}/x` }).end(),
      async ({ url }) => {
        const transport = createHttpTransport({
          description: 'The server',
          credentials: basicAuthentication('ann', secret),
          headers: { 'x-api-key': secret },
        });
        expect((await transport.send(get(url))).body).toBe('elsewhere');
        expect(JSON.stringify(other.requests[0]?.headers)).not.toContain(secret);
        expect(other.requests[0]?.headers.authorization).toBeUndefined();
      },
    );
    await other.close();
  });

  it('that go round in circles end', async () => {
    await withServer(
      (_, response) => response.writeHead(302, { location: '/again' }).end(),
      async ({ url, requests }) => {
        const error = await caught(plain.send(get(url)));
        expect(error.code).toBe('bad-response');
        expect(error.message).toContain('redirected more than 5 times');
        expect(requests).toHaveLength(6);
      },
    );
  });
});

describe('failures', () => {
  it('nothing listens', async () => {
    const { url, close, port } = await startLocalServer(() => undefined);
    await close();
    const error = await caught(plain.send(get(url)));
    expect(error.code).toBe('unreachable');
    expect(error.message).toBe(`The server cannot be reached: nothing listens at 127.0.0.1:${port}`);
    expect(error.details.suggestions?.[0]).toContain('port-forward');
  });

  it('the host name is unknown', async () => {
    const error = await caught(plain.send(get('http://prometheus.invalid:9090/')));
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(/prometheus\.invalid/);
  });

  it.each([
    ['before the headers', () => undefined],
    [
      'in the middle of the body',
      (_: unknown, response: { write(text: string): void }) => response.write('{"a"'),
    ],
  ])('the server is slow %s', async (_, handler) => {
    await withServer(handler, async ({ url }) => {
      const started = performance.now();
      const error = await caught(plain.send(get(url, { timeoutMs: 150 })));
      expect(error.code).toBe('timeout');
      expect(error.message).toBe('The server did not answer in 150 ms');
      expect(performance.now() - started).toBeLessThan(2_000);
    });
  });

  it('drip by drip does not outlast the timeout', async () => {
    let timer: NodeJS.Timeout | undefined;
    await withServer(
      (_, response) => (timer = setInterval(() => response.write(' '), 20)),
      async ({ url }) => {
        expect((await caught(plain.send(get(url, { timeoutMs: 200 })))).code).toBe('timeout');
      },
    );
    clearInterval(timer);
  });

  it('the user gives up', async () => {
    await withServer(
      () => undefined,
      async ({ url }) => {
        const controller = new AbortController();
        const sent = plain.send(get(url, { signal: controller.signal }));
        setTimeout(() => controller.abort(), 30);
        expect((await caught(sent)).code).toBe('cancelled');
        expect((await caught(plain.send(get(url, { signal: AbortSignal.abort() })))).code).toBe('cancelled');
      },
    );
  });

  it('gives up on credentials that never come', async () => {
    const credentials = (): Promise<never> => new Promise(() => undefined);
    const transport = createHttpTransport({ description: 'The server', credentials });
    expect((await caught(transport.send(get('http://127.0.0.1:1/', { timeoutMs: 50 })))).code).toBe(
      'timeout',
    );
  });

  it('the answer breaks off', async () => {
    await withServer(
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"status":');
        setTimeout(() => response.socket?.destroy(), 20);
      },
      async ({ url }) => {
        const error = await caught(plain.send(get(url)));
        expect(error.code).toBe('bad-response');
        expect(error.message).toBe('The server broke off its answer');
      },
    );
  });

  it('the answer is larger than allowed, also once unpacked', async () => {
    const huge = 'x'.repeat(3_000_000);
    await withServer(
      ({ url }, response) =>
        url === '/packed'
          ? response.setHeader('content-encoding', 'gzip').end(gzipSync(huge))
          : response.end(huge),
      async ({ url }) => {
        const transport = createHttpTransport({ description: 'The server', maxBodyBytes: 2 * 1_048_576 });
        for (const path of ['/plain', '/packed']) {
          const error = await caught(transport.send(get(url + path)));
          expect(error.code).toBe('bad-response');
          expect(error.message).toBe('The server answered with more than 2 MiB');
        }
      },
    );
  });

  it('the other end does not speak HTTP, or no TLS', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    try {
      const noHttp = await caught(plain.send(get(`http://127.0.0.1:${port}/`)));
      expect(noHttp.message).toBe(`The server cannot be reached: 127.0.0.1:${port} does not speak HTTP`);
      const noTls = await caught(plain.send(get(`https://127.0.0.1:${port}/`)));
      expect(noTls.code).toBe('unreachable');
      expect(noTls.message).toContain('does not speak TLS');
    } finally {
      server.close();
    }
  });

  it('never show credentials', async () => {
    const { url, close } = await startLocalServer(() => undefined);
    const transport = createHttpTransport({
      description: 'The server',
      credentials: bearerToken(secret),
      headers: { 'x-api-key': secret },
    });
    const errors = [await caught(transport.send(get(url, { timeoutMs: 50 })))];
    await close();
    errors.push(await caught(transport.send(get(url))));
    for (const error of errors) expect(everythingIn(error)).not.toContain(secret);
  });
});

describe('proxies of the environment', () => {
  it('are used, unless NO_PROXY names the host', async () => {
    const proxy = await startLocalServer((_, response) => response.end('through the proxy'));
    const before = { ...process.env };
    try {
      Object.assign(process.env, { http_proxy: proxy.url, no_proxy: '' });
      expect((await plain.send(get('http://prometheus.example:9090/x'))).body).toBe('through the proxy');
      expect(proxy.requests[0]?.url).toBe('http://prometheus.example:9090/x');
      process.env.no_proxy = '127.0.0.1';
      await withServer(
        (_, response) => response.end('direct'),
        async ({ url }) => expect((await plain.send(get(url))).body).toBe('direct'),
      );
    } finally {
      process.env = before;
      await proxy.close();
    }
  });
});

describe('URLs with credentials', () => {
  it('are split, decoded and never shown', () => {
    expect(splitUrlCredentials('https://ann:p%40ss@prom.example:9090/prometheus/')).toEqual({
      url: 'https://prom.example:9090/prometheus',
      basic: { username: 'ann', password: 'p@ss' },
    });
    expect(splitUrlCredentials('http://prom')).toEqual({ url: 'http://prom' });
    expect(splitUrlCredentials('http://ann:100%@prom').basic?.password).toBe('100%');
    expect(withoutUserInfo(`ftp://ann:${secret}@host/x`)).toBe('ftp://host/x');
  });

  it.each([`ftp://ann:${secret}@host`, 'prometheus:9090', 'not a url', '', `http://ann:${secret}@`])(
    'are refused when they are none: %s',
    async (text) => {
      const error = await caught(Promise.resolve().then(() => splitUrlCredentials(text)));
      expect(error.code).toBe('bad-query');
      expect(everythingIn(error)).not.toContain(secret);
    },
  );
});
