import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { ClusterSource } from '#core/ports/index.ts';
import {
  type ApiServer,
  connectApiServer,
  createKubernetesSource,
  serviceProxy,
} from '#core/sources/kubernetes/index.ts';
import { createPrometheusSource, discoverPrometheus } from '#core/sources/prometheus/index.ts';

import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { caught } from './caught.ts';

const deployments = { group: 'apps', kind: 'Deployment' };
const configMaps = { group: '', kind: 'ConfigMap' };

describeWith(['etcd', 'kube-apiserver', 'openssl'], 'a source on a real API server', () => {
  let controlPlane: ControlPlane;
  const connectAs = (user: keyof ControlPlane['kubeconfigs'], as?: string): Promise<ApiServer> =>
    connectApiServer({
      kubeconfig: controlPlane.kubeconfigs[user].path,
      environment: {},
      ...(as !== undefined && { as }),
    });
  const sourceAs = async (user: keyof ControlPlane['kubeconfigs'], as?: string): Promise<ClusterSource> =>
    createKubernetesSource(await connectAs(user, as));

  beforeAll(async () => {
    controlPlane = await startControlPlane({ hpa: false, scheduler: false, kwok: false });
    await controlPlane.api.create('/apis/apps/v1/namespaces/default/deployments', deployment('web', 'chat'));
    await controlPlane.api.create('/apis/apps/v1/namespaces/default/deployments', deployment('db', 'shop'));
  });
  afterAll(() => controlPlane.stop());

  it('reads version, lists and single objects, whole and tidied', async () => {
    const admin = await sourceAs('admin');
    expect(await admin.version()).toMatchObject({ major: 1, minor: expect.any(Number) });
    const [web, ...others] = await admin.list({ ...deployments, labelSelector: 'team in (chat, x),!absent' });
    expect(others).toEqual([]);
    expect(web).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2 } });
    expect(web?.metadata).not.toHaveProperty('managedFields');
    expect(web?.metadata.annotations).toEqual({ keep: 'this' });
    expect(await admin.get({ ...deployments, namespace: 'default', name: 'web' })).toEqual(web);
    expect(await admin.get({ ...deployments, namespace: 'default', name: 'gone' })).toBeUndefined();
    expect(await admin.list({ group: 'autoscaling.k8s.io', kind: 'VerticalPodAutoscaler' })).toEqual([]);
    expect(await admin.list({ group: 'autoscaling', kind: 'HorizontalPodAutoscaler' })).toEqual([]);
  });

  it('reads more objects than fit on a page', async () => {
    const names = Array.from({ length: 620 }, (_, index) => `config-${String(index).padStart(4, '0')}`);
    for (let start = 0; start < names.length; start += 62) {
      await Promise.all(
        names.slice(start, start + 62).map((name) =>
          controlPlane.api.create('/api/v1/namespaces/default/configmaps', {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name, labels: { many: 'yes' } },
          }),
        ),
      );
    }
    const admin = await sourceAs('admin');
    const found = await admin.list({ ...configMaps, namespace: 'default', labelSelector: 'many=yes' });
    expect(found.map(({ metadata }) => metadata.name)).toEqual(names);
    expect(found[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
  });

  it('says which verb and resource a user lacks', async () => {
    const nobody = await sourceAs('nobody');
    const inNamespace = await caught(nobody.list({ ...deployments, namespace: 'default' }));
    expect(inNamespace.code).toBe('forbidden');
    expect(inNamespace.message).toMatch(
      /^User "nobody" may not list deployments\.apps in namespace default \(context /,
    );
    const one = await caught(nobody.get({ ...deployments, namespace: 'default', name: 'web' }));
    expect(one.message).toMatch(/may not get deployments\.apps in namespace default/);
    const nodes = await caught(nobody.list({ group: '', kind: 'Node' }));
    expect(nodes.message).toMatch(/^User "nobody" may not list nodes \(context /);
  });

  it('asks as somebody else', async () => {
    const asNobody = await sourceAs('admin', 'somebody@example.com');
    const error = await caught(asNobody.list(deployments));
    expect(error.message).toMatch(
      /^User "somebody@example\.com" may not list deployments\.apps in all namespaces/,
    );
  });

  it('names a bad selector, an unknown certificate and a bad token', async () => {
    const admin = await sourceAs('admin');
    expect((await caught(admin.list({ ...deployments, labelSelector: 'a in (' }))).code).toBe('bad-query');
    const kubeconfig = readFileSync(controlPlane.kubeconfigs.admin.path, 'utf8');
    const changed = async (change: (text: string) => string): Promise<ClusterSource> => {
      const path = `${controlPlane.directory}/changed.kubeconfig`;
      const { writeFileSync } = await import('node:fs');
      writeFileSync(path, change(kubeconfig));
      return createKubernetesSource(
        await connectApiServer({ kubeconfig: path, environment: {}, attempts: 1 }),
      );
    };
    const untrusted = await changed((text) =>
      text.replace(/"?certificate-authority(-data)?"?: *[^\n,]+,?\n/, '\n'),
    );
    const error = await caught(untrusted.list(deployments));
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(/the certificate of 127\.0\.0\.1:\d+ is not trusted/);
  });

  it('reaches a Prometheus through the proxy, with the right to get services/proxy alone', async () => {
    const address = Object.values(networkInterfaces())
      .flatMap((interfaces) => interfaces ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
    if (address === undefined) {
      return expect.fail('the API server refuses endpoints on loopback, and there is nothing else');
    }
    const prometheus = await standIn(address);
    try {
      await publish(controlPlane, address, (prometheus.address() as AddressInfo).port);
      const server = await connectAs('nobody');
      const source = createKubernetesSource(await connectAs('admin'));
      const found = await discoverPrometheus(source, (service) =>
        createPrometheusSource(serviceProxy(server, service)),
      );
      expect(found.service).toMatchObject({ namespace: 'default', name: 'prometheus-server', port: 80 });
      const long = `up{pod=~"${'a|'.repeat(1_000)}b"}`;
      expect(await found.source.query({ id: long, promql: long, unit: '' }, 1_000)).toEqual([
        { labels: { length: String(long.length) }, timestampsMs: [1_000], values: [1] },
      ]);
    } finally {
      prometheus.close();
    }
  });
});

function deployment(name: string, team: string): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      labels: { team },
      annotations: { keep: 'this', 'kubectl.kubernetes.io/last-applied-configuration': '{"secret":1}' },
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  };
}

/** Answers as Prometheus would, on an address that the API server may send to. */
async function standIn(address: string): Promise<Server> {
  const server = createServer(({ method, url = '', headers }, response) => {
    const query = new URL(url, 'http://x').searchParams.get('query') ?? '';
    const refused = method !== 'GET' || headers.authorization !== undefined;
    const result = [{ metric: { length: String(query.length) }, value: [1, '1'] }];
    const data = url.includes('buildinfo') ? { version: '3.0.0' } : { resultType: 'vector', result };
    response.writeHead(refused ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', data }));
  });
  server.listen(0, address);
  await once(server, 'listening');
  return server;
}

/** A Service with that endpoint, and the right for `nobody` to get from it. */
async function publish({ api }: ControlPlane, ip: string, port: number): Promise<void> {
  const name = 'prometheus-server';
  const services = '/api/v1/namespaces/default/services';
  await api.create(services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ name: 'http', port: 80, targetPort: port }] },
  });
  // The proxy sends to addresses of pods only.
  await api.create('/api/v1/namespaces/default/serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
  });
  await api.create('/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'prometheus', image: 'i' }] },
  });
  await api.patch(`/api/v1/namespaces/default/pods/${name}/status`, {
    status: { podIP: ip, podIPs: [{ ip }] },
  });
  const targetRef = { kind: 'Pod', namespace: 'default', name };
  await api.create('/api/v1/namespaces/default/endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name },
    subsets: [{ addresses: [{ ip, targetRef }], ports: [{ name: 'http', port }] }],
  });
  const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
  await api.create(`${rbac}/roles`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'prometheus-proxy' },
    rules: [{ apiGroups: [''], resources: ['services/proxy'], verbs: ['get'] }],
  });
  await api.create(`${rbac}/rolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'prometheus-proxy' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'prometheus-proxy' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  });
}
