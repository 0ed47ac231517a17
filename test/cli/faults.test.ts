import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { runPluginBeside } from './run-plugin.ts';

const servers: Server[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answer =
  (status: number, body: string, type = 'application/json'): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };

const vector = (value: string): string =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: {}, value: [1e9, value] }] },
  });
const noSamples: RequestListener = (request, response) => {
  const resultType = request.url?.includes('query_range') === true ? 'matrix' : 'vector';
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 'success', data: { resultType, result: [] } }));
};

const analyze = [
  'analyze',
  'deploy/rerank',
  '--recording',
  'examples/platform/recording',
  '-n',
  'prod',
  '-o',
  'json',
];

describe('a Prometheus that does not answer as it should', () => {
  it.each<readonly [string, RequestListener, RegExp]>([
    ['503', answer(503, 'Service Unavailable', 'text/plain'), /503/],
    [
      '422',
      answer(422, '{"status":"error","errorType":"execution","error":"too many samples"}'),
      /too many samples/,
    ],
    ['401', answer(401, 'Unauthorized', 'text/plain'), /401|credentials|token/i],
    ['HTML', answer(200, '<!DOCTYPE html><title>Sign in</title>', 'text/html'), /HTML|JSON|login/i],
    ['truncated JSON', answer(200, '{"status":"success","data":{"resultTy'), /JSON/],
    ['another shape', answer(200, '{"hello":1}'), /answer|shape|status/i],
    ['silence', () => undefined, /did not answer/],
  ])('%s: a message, exit 3, nothing on stdout', async (_what, listener, message) => {
    const url = await serve(listener);
    const run = await runPluginBeside([...analyze, '--prometheus-url', url, '--prometheus-timeout', '1']);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).toContain(url);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  it('down: says so, and how to go on without', async () => {
    const run = await runPluginBeside([...analyze, '--prometheus-url', 'http://127.0.0.1:9']);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/127\.0\.0\.1:9/);
    const without = await runPluginBeside([...analyze, '--no-metrics']);
    expect(without.code).toBe(0);
    expect(JSON.parse(without.stdout)).toMatchObject({ kind: 'WorkloadReport', metrics: [] });
  });

  it.each<readonly [string, RequestListener]>([
    ['no samples', noSamples],
    [
      'NaN',
      (request, response) =>
        request.url?.includes('query_range') === true
          ? noSamples(request, response)
          : answer(200, vector('NaN'))(request, response),
    ],
  ])('%s is no error: the report says what is missing', async (_what, listener) => {
    const run = await runPluginBeside([...analyze, '--prometheus-url', await serve(listener)]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const report = JSON.parse(run.stdout) as {
      metrics: { current?: number }[];
      noForecast: { haveSeconds: number };
    };
    expect(report.metrics.every((metric) => metric.current === undefined)).toBe(true);
    expect(report.noForecast.haveSeconds).toBe(0);
    expect(run.stdout).not.toMatch(/NaN|Infinity/);
  });

  it('never shows a credential', async () => {
    const url = await serve(answer(403, 'no'));
    const secret = 'hunter2hunter2';
    const run = await runPluginBeside(
      [...analyze, '--prometheus-url', url.replace('//', `//user:${secret}@`)],
      { PROMETHEUS_TOKEN: secret },
    );
    expect(run.code).toBe(3);
    expect(run.stdout + run.stderr).not.toContain(secret);
  });
});

describe('a cluster that does not answer as it should', () => {
  function kubeconfig(server: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
    folders.push(folder);
    const path = join(folder, 'config');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      clusters: [{ name: 'c', cluster: { server } }],
      users: [{ name: 'u', user: { token: 'hunter2hunter2' } }],
      contexts: [{ name: 'test', context: { cluster: 'c', user: 'u', namespace: 'prod' } }],
    };
    writeFileSync(path, JSON.stringify(config));
    return path;
  }
  const status = (code: number, reason: string, message: string): string =>
    JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });
  const live = ['analyze', 'deploy/chat', '-o', 'json', '--prometheus-url', 'http://127.0.0.1:9'];

  it.each<readonly [string, RequestListener, RegExp]>([
    ['an expired token', answer(401, status(401, 'Unauthorized', 'Unauthorized')), /test/],
    [
      'a missing right',
      answer(
        403,
        status(
          403,
          'Forbidden',
          'pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "prod"',
        ),
      ),
      /list|get/,
    ],
    ['a page instead of an API', answer(200, '<html>', 'text/html'), /JSON|HTML|answer/i],
  ])('%s: a message, exit 3, nothing on stdout', async (_what, listener, message) => {
    const run = await runPluginBeside([...live, '--kubeconfig', kubeconfig(await serve(listener))]);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toContain('hunter2');
  });

  it('no kubeconfig, no such file, no such context, nobody there', async () => {
    const down = kubeconfig('http://127.0.0.1:9');
    const runs = await Promise.all([
      runPluginBeside(live),
      runPluginBeside([...live, '--kubeconfig', '/nonexistent/config']),
      runPluginBeside([...live, '--kubeconfig', down, '--context', 'prod-eu']),
      runPluginBeside([...live, '--kubeconfig', down]),
    ]);
    expect(runs.map(({ code, stdout }) => [code, stdout])).toEqual(runs.map(() => [3, '']));
    expect(runs.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
      expect.stringContaining('No kubeconfig was found'),
      expect.stringContaining('/nonexistent/config'),
      expect.stringContaining('prod-eu'),
      expect.stringContaining('127.0.0.1:9'),
    ]);
  });

  it('a query needs no cluster where the URL of Prometheus is given', async () => {
    const steady: RequestListener = (request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://localhost');
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => {
        const asked = new URLSearchParams(body === '' ? searchParams : body);
        const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(asked.get(name)));
        const values: [number, string][] = [];
        for (let at = start ?? 0; at <= (end ?? 0) && values.length < 11_000; at += step || 60) {
          values.push([at, String(5 + Math.round(4 * Math.sin((at * 2 * Math.PI) / 86_400)))]);
        }
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            status: 'success',
            data: { resultType: 'matrix', result: [{ metric: {}, values }] },
          }),
        );
      });
    };
    const url = await serve(steady);
    const run = await runPluginBeside(['predict', '--metric', 'up', '--prometheus-url', url, '-o', 'json']);
    expect(run).toMatchObject({ code: 0 });
    expect(JSON.parse(run.stdout)).toHaveProperty('forecast');
  });

  it('an autoscaler can be written without a cluster, which is said where there is none', async () => {
    const run = await runPluginBeside([
      'create-hpa',
      '--deployment',
      'chat',
      '--metric',
      'cpu',
      '--target-value',
      '60%',
    ]);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/No kubeconfig was found[^]*--offline/);
  });
});
