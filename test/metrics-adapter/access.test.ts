import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createCertificateAuthority, type KeyPair } from '../controlplane/certificates.ts';
import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { secureClient } from './secure-client.ts';
import { type AdapterUnderTest, adapterUser, startAdapter } from './start-adapter.ts';

const programs = [
  ...(['etcd', 'kube-apiserver', 'kube-controller-manager', 'openssl', 'prometheus', 'promtool'] as const),
];

const config = `
externalRules:
- {seriesQuery: up, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})', resources: {namespaced: false}}
`;

const external = '/apis/external.metrics.k8s.io/v1beta1';
const metric = `${external}/namespaces/default/up`;

interface Status {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

describeWith(programs, 'access to the adapter', () => {
  let controlPlane: ControlPlane;
  let prometheus: PrometheusServer;
  let adapter: AdapterUnderTest;
  beforeAll(async () => {
    const now = Math.floor(Date.now() / 1000);
    const series = [{ name: 'up', labels: {}, samples: [[now, 1] as const] }];
    [controlPlane, prometheus] = await Promise.all([
      startControlPlane({ scheduler: false, kwok: false }),
      startPrometheus({ series }),
    ]);
    const user = await adapterUser(controlPlane, 'adapter');
    adapter = await startAdapter(controlPlane, user, {
      config,
      prometheusUrl: prometheus.url,
      register: false,
    });
  }, 120_000);
  afterAll(async () => {
    await prometheus.stop();
    await controlPlane.stop();
  });

  async function ask(
    path: string,
    { certificate, headers = {} }: { certificate?: KeyPair; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: Status }> {
    const client = secureClient(adapter.url, certificate);
    try {
      const { status, text } = await client.get(path, headers);
      return { status, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Status };
    } finally {
      client.close();
    }
  }

  const frontProxy = (): KeyPair => ({
    certificate: join(controlPlane.directory, 'certificates/front-proxy-client.crt'),
    key: join(controlPlane.directory, 'certificates/front-proxy-client.key'),
  });
  const asked = (user: string, group = ''): Record<string, string> => ({
    'x-remote-user': user,
    ...(group !== '' && { 'x-remote-group': group }),
  });

  it('gives nobody anything but health', async () => {
    for (const path of ['/livez', '/readyz', '/healthz', '/livez?verbose']) {
      expect((await ask(path)).status, path).toBe(200);
    }
    for (const path of ['/', '/metrics', '/apis', external, metric, '/openapi/v2', '/version', '/nothing']) {
      const { status, body } = await ask(path);
      expect([status, body.reason], path).toEqual([401, 'Unauthorized']);
    }
  });

  it('believes the headers of the front proxy', async () => {
    const certificate = frontProxy();
    expect((await ask(metric, { certificate, headers: asked('root', 'system:masters') })).status).toBe(200);
    expect((await ask(metric, { certificate, headers: asked('reader') })).status).toBe(200);
    const nobody = await ask(metric, { certificate, headers: asked('nobody') });
    expect(nobody.body).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message:
        'up.external.metrics.k8s.io is forbidden: User "nobody" cannot list resource "up" in API group ' +
        '"external.metrics.k8s.io" in the namespace "default"',
    });
    // The front proxy says nobody: it is not a user itself.
    expect((await ask(metric, { certificate })).status).toBe(401);
  });

  it('does not believe forged headers', async () => {
    const headers = asked('root', 'system:masters');
    expect((await ask(metric, { headers })).status).toBe(401);
    const stranger = await ask(metric, { certificate: controlPlane.kubeconfigs.nobody.user, headers });
    expect(stranger.body.message).toContain('User "nobody" cannot list');
  });

  it('takes a client with the name of a front proxy for that client', async () => {
    const certificate = await controlPlane.authority.issue({
      name: 'front-proxy-by-client-authority',
      commonName: 'front-proxy-client',
    });
    const { status, body } = await ask(metric, { certificate, headers: asked('root', 'system:masters') });
    expect(status).toBe(403);
    expect(body.message).toContain('User "front-proxy-client" cannot list');
  });

  it('takes no certificate of an unknown authority, nor one that is for servers', async () => {
    const strange = await createCertificateAuthority(
      join(controlPlane.directory, 'strange'),
      'kubernetes-ca',
    );
    const certificate = await strange.issue({
      name: 'x',
      commonName: 'x',
      organizations: ['system:masters'],
    });
    expect((await ask(metric, { certificate })).status).toBe(401);
    const forServers = await controlPlane.authority.issue({
      name: 'for-servers',
      commonName: 'admin',
      organizations: ['system:masters'],
      subjectAltNames: ['DNS:localhost'],
    });
    expect((await ask(metric, { certificate: forServers })).status).toBe(401);
  });

  it('asks the API server about tokens', async () => {
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    const { status } = await controlPlane.api.create<{ status: { token: string } }>(
      `${accounts}/default/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } },
    );
    const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
    const known = await ask(metric, { headers: bearer(status.token) });
    expect(known.body.message).toContain('User "system:serviceaccount:default:default" cannot list');
    const expired = expiredToken(controlPlane);
    expect((await ask(metric, { headers: bearer(expired) })).status).toBe(401);
    expect((await ask(metric, { headers: bearer(`${status.token}x`) })).status).toBe(401);
    expect((await ask(metric, { headers: { authorization: 'Basic YTpi' } })).status).toBe(401);
    expect(JSON.stringify(adapter.log())).not.toContain(status.token);
  });

  it('serves its own metrics to those who may read them', async () => {
    const client = secureClient(adapter.url, controlPlane.kubeconfigs.admin.user);
    const { status, text, headers } = await client.get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(
      /kubectl_autoscale_adapter_request_duration_seconds_count\{group="external.metrics.k8s.io",code="403"\} [1-9]/,
    );
    expect((await client.get(metric, {}, 'DELETE')).status).toBe(405);
    expect((await client.get(`${external}/namespaces/default/up/more/words`)).status).toBe(404);
    expect((await client.get(`${metric}?labelSelector=a%3Db%3Dc`)).json()).toMatchObject({
      code: 400,
      reason: 'BadRequest',
    });
    client.close();
  });
});

/** A token of the default service account, signed as the API server signs, that ended an hour ago. */
function expiredToken({ directory }: ControlPlane): string {
  const key = readFileSync(join(directory, 'certificates/service-accounts.key'), 'utf8');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'https://kubernetes.default.svc.cluster.local',
    aud: ['https://kubernetes.default.svc.cluster.local'],
    sub: 'system:serviceaccount:default:default',
    iat: now - 7200,
    nbf: now - 7200,
    exp: now - 3600,
    'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'default', uid: 'x' } },
  };
  const unsigned = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims)}`;
  const signature = createSign('sha256').update(unsigned).sign({ key, dsaEncoding: 'ieee-p1363' });
  return `${unsigned}.${signature.toString('base64url')}`;
}
