import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createCertificateAuthority } from '../controlplane/certificates.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { runPluginBeside } from './run-plugin.ts';

const analyze = ['analyze', 'deploy/rerank', '--recording', 'examples/platform/recording', '-n', 'prod'];

/** A Prometheus with the certificate of a company's CA, behind a proxy that is the only one who knows its name. */
describeWith(['openssl'], 'a network where all goes through a proxy, under a CA of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'corporate-'));
  const tunnels: string[] = [];
  let servers: { close(): unknown; closeAllConnections(): void }[] = [];
  let proxyUrl: string;
  let prometheusUrl: string;
  let ca: string;

  beforeAll(async () => {
    const authority = await createCertificateAuthority(folder, 'company');
    const own = await authority.issue({
      name: 'prometheus',
      commonName: 'prometheus',
      subjectAltNames: ['DNS:prometheus.corp.test', 'DNS:api.corp.test'],
    });
    ca = join(folder, 'company.crt');
    const prometheus = createServer(
      { cert: readFileSync(own.certificate), key: readFileSync(own.key) },
      (request, response) => {
        const resultType = request.url?.includes('query_range') === true ? 'matrix' : 'vector';
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: 'success', data: { resultType, result: [] } }));
      },
    );
    const port = await listening(prometheus);
    const proxy = createProxy((_, response) => response.writeHead(405).end('only CONNECT'));
    proxy.on('connect', (request, client) => {
      tunnels.push(request.url ?? '');
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    proxyUrl = `http://127.0.0.1:${await listening(proxy)}`;
    prometheusUrl = 'https://prometheus.corp.test:9443';
    servers = [prometheus, proxy];
  });

  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true });
  });

  it('is used with HTTPS_PROXY and NODE_EXTRA_CA_CERTS', async () => {
    const env = { HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: ca };
    const run = await runPluginBeside([...analyze, '--prometheus-url', prometheusUrl], env);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(new Set(tunnels)).toEqual(new Set(['prometheus.corp.test:9443']));
  });

  it("is used on the way to the API server too, with kubeconfig's CA", async () => {
    const kubeconfig = join(folder, 'config');
    const user = { name: 'me', user: { token: 'secret' } };
    const clusters = [
      { name: 'c', cluster: { server: 'https://api.corp.test:6443', 'certificate-authority': ca } },
    ];
    const contexts = [{ name: 'c', context: { cluster: 'c', user: 'me' } }];
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      clusters,
      contexts,
      users: [user],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const run = await runPluginBeside(['analyze', 'deploy/chat', '--no-metrics'], {
      KUBECONFIG: kubeconfig,
      HTTPS_PROXY: proxyUrl,
    });
    expect(tunnels).toContain('api.corp.test:6443');
    expect(run.stderr).not.toMatch(/certificate|secret/);
  });

  it('without the CA says that the certificate is not trusted', async () => {
    const run = await runPluginBeside([...analyze, '--prometheus-url', prometheusUrl], {
      HTTPS_PROXY: proxyUrl,
    });
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/certificate of prometheus\.corp\.test.* is not trusted/);
  });

  it('with a proxy that is down says that nobody listens there', async () => {
    const run = await runPluginBeside([...analyze, '--prometheus-url', prometheusUrl], {
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NODE_EXTRA_CA_CERTS: ca,
    });
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toContain('cannot be reached');
  });
});

async function listening(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
