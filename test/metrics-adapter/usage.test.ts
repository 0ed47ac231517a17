import { afterAll, beforeAll, expect, it } from 'vitest';

import { fromYaml } from '#core/manifest/plain-yaml.ts';

import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import type { Kubeconfig } from '../controlplane/kubeconfig.ts';
import { kubectl } from '../controlplane/kubectl.ts';
import type { SampleSeries } from '../controlplane/open-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { waitFor } from '../controlplane/wait.ts';
import { startPrometheusAdapter } from './prometheus-adapter.ts';
import { type SecureClient, secureClient } from './secure-client.ts';
import { type AdapterUnderTest, adapterUser, startAdapter, writeConfig } from './start-adapter.ts';
import { upstreamFile } from './upstream-file.ts';

const programs = [
  ...([
    'etcd',
    'kube-apiserver',
    'kubectl',
    'openssl',
    'prometheus',
    'promtool',
    'prometheus-adapter',
  ] as const),
];

const overrides = '{namespace: {resource: namespace}, pod: {resource: pod}, node: {resource: node}}';
const config = `
resourceRules:
  window: 5m
  cpu:
    containerLabel: container
    containerQuery: 'sum by (<<.GroupBy>>) (rate(container_cpu_usage_seconds_total{<<.LabelMatchers>>,container!=""}[5m]))'
    nodeQuery: 'sum by (<<.GroupBy>>) (rate(node_cpu_usage_seconds_total{<<.LabelMatchers>>}[5m]))'
    resources: {overrides: ${overrides}}
  memory:
    containerLabel: container
    containerQuery: 'sum by (<<.GroupBy>>) (container_memory_working_set_bytes{<<.LabelMatchers>>,container!=""})'
    nodeQuery: 'sum by (<<.GroupBy>>) (node_memory_working_set_bytes{<<.LabelMatchers>>})'
    resources: {overrides: ${overrides}}
`;
/** Asks for objects by name in its own words, so that each request has a query of its own. */
const narrowConfig = config.replaceAll(
  'container_memory_working_set_bytes{<<.LabelMatchers>>',
  'container_memory_working_set_bytes{namespace="<<index .LabelValuesByName "namespace">>",pod=~"<<.LabelValuesByName.pod>>"',
);

const pods = [
  { namespace: 'shop', name: 'web-1', labels: { app: 'web' } },
  { namespace: 'shop', name: 'web-2', labels: { app: 'web', tier: 'front' } },
  { namespace: 'shop', name: 'unmeasured', labels: { app: 'web' } },
  { namespace: 'shop', name: 'ended', labels: { app: 'web' } },
  { namespace: 'lab', name: 'web-1', labels: { app: 'web' } },
];

const root = '/apis/metrics.k8s.io/v1beta1';
const paths = [
  `${root}/nodes`,
  `${root}/nodes/n1`,
  `${root}/nodes/none`,
  `${root}/nodes?labelSelector=zone%3Da`,
  `${root}/pods`,
  `${root}/pods?labelSelector=tier`,
  `${root}/namespaces/shop/pods`,
  `${root}/namespaces/shop/pods?labelSelector=app%3Dweb,tier!%3Dfront`,
  `${root}/namespaces/shop/pods?fieldSelector=metadata.name%3Dweb-2`,
  `${root}/namespaces/shop/pods/web-1`,
  `${root}/namespaces/shop/pods/unmeasured`,
  `${root}/namespaces/shop/pods/ended`,
  `${root}/namespaces/shop/pods/none`,
  `${root}/namespaces/none/pods`,
];

describeWith(programs, 'metrics.k8s.io by resourceRules', () => {
  let controlPlane: ControlPlane;
  let prometheus: PrometheusServer;
  let user: Kubeconfig;
  let ours: AdapterUnderTest;
  beforeAll(async () => {
    [controlPlane, prometheus] = await Promise.all([
      startControlPlane({ hpa: false, scheduler: false, kwok: false }),
      startPrometheus({ series: history() }),
    ]);
    user = await adapterUser(controlPlane, 'adapter');
    for (const namespace of ['shop', 'lab']) {
      await controlPlane.api.create('/api/v1/namespaces', { metadata: { name: namespace } });
      const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
      await controlPlane.api.create(accounts, { metadata: { name: 'default' } });
    }
    for (const { namespace, name, labels } of pods) {
      await controlPlane.api.create(`/api/v1/namespaces/${namespace}/pods`, {
        metadata: { name, labels },
        spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
      });
      const phase = name === 'ended' ? 'Succeeded' : 'Running';
      await controlPlane.api.patch(`/api/v1/namespaces/${namespace}/pods/${name}/status`, {
        status: { phase },
      });
    }
    for (const [name, zone] of [
      ['n1', 'a'],
      ['n2', 'b'],
    ] as const) {
      await controlPlane.api.create('/api/v1/nodes', {
        metadata: { name, labels: { zone } },
        status: { capacity: { cpu: '4', memory: '8Gi' }, allocatable: { cpu: '4', memory: '8Gi' } },
      });
    }
    const groups = [{ group: 'metrics.k8s.io', version: 'v1beta1' }] as const;
    ours = await startAdapter(controlPlane, user, { config, prometheusUrl: prometheus.url, groups });
  }, 120_000);
  afterAll(async () => {
    await prometheus.stop();
    await controlPlane.stop();
  });

  it('gives what prometheus-adapter gives, with one query for all and with one for each', async () => {
    const reference = await startPrometheusAdapter(controlPlane, 'reference', user, {
      configFile: writeConfig(controlPlane, 'resource-rules.yaml', config),
      prometheusUrl: prometheus.url,
    });
    const narrow = await startAdapter(controlPlane, user, {
      config: narrowConfig,
      prometheusUrl: prometheus.url,
      register: false,
    });
    const [theirs, own, ownNarrow] = [reference, ours.url, narrow.url].map((url) =>
      secureClient(url, controlPlane.kubeconfigs.admin.user),
    ) as [SecureClient, SecureClient, SecureClient];
    for (const client of [own, ownNarrow]) await hasListed(client);
    let readings = 0;
    for (const path of paths) {
      const expected = comparable(await theirs.get(path));
      expect(comparable(await own.get(path)), path).toEqual(expected);
      expect(comparable(await ownNarrow.get(path)), `${path}, one query each`).toEqual(expected);
      readings += JSON.stringify(expected).split('"cores"').length - 1;
    }
    expect(readings).toBeGreaterThan(15);
    for (const client of [theirs, own, ownNarrow]) client.close();
  }, 60_000);

  it('is the same by the rules of the manifests that prometheus-adapter ships', async () => {
    const shipped = upstreamFile('deploy/manifests/config-map.yaml');
    const read = fromYaml(shipped);
    if (!read.ok) throw new Error(read.error);
    const { data } = read.value as { data: Record<string, string> };
    const reference = await startPrometheusAdapter(controlPlane, 'shipped', user, {
      configFile: writeConfig(controlPlane, 'shipped.yaml', data['config.yaml']!),
      prometheusUrl: prometheus.url,
    });
    const byManifest = await startAdapter(controlPlane, user, {
      config: shipped,
      prometheusUrl: prometheus.url,
      register: false,
    });
    const [theirs, own] = [reference, byManifest.url].map((url) =>
      secureClient(url, controlPlane.kubeconfigs.admin.user),
    ) as [SecureClient, SecureClient];
    await hasListed(own);
    for (const path of paths) {
      expect(comparable(await own.get(path)), path).toEqual(comparable(await theirs.get(path)));
    }
    expect(JSON.stringify(comparable(await own.get(`${root}/nodes`)))).toContain('"cores":"1.50"');
    for (const client of [theirs, own]) client.close();
    await byManifest.stop();
  }, 60_000);

  it('comes from the catalogue too, out of the kubelet’s own series', async () => {
    const catalogue = await startAdapter(controlPlane, user, {
      config: 'forecasts: [{metric: requests_per_second}]',
      prometheusUrl: prometheus.url,
      register: false,
    });
    const clients = [ours, catalogue].map(({ url }) =>
      secureClient(url, controlPlane.kubeconfigs.admin.user),
    );
    const [told, catalogued] = clients as [SecureClient, SecureClient];
    await hasListed(catalogued);
    for (const path of [
      `${root}/nodes`,
      `${root}/nodes/n2`,
      `${root}/pods`,
      `${root}/namespaces/shop/pods/web-1`,
    ]) {
      const expected = comparable(await told.get(path));
      expect(expected, path).toMatchObject({ items: expect.arrayContaining([expect.anything()]) });
      const items = JSON.stringify(comparable(await catalogued.get(path)));
      expect(items, path).toBe(JSON.stringify(expected).replaceAll('"5m0s"', '"2m0s"'));
    }
    for (const client of clients) client.close();
    await catalogue.stop();
  }, 60_000);

  it('is what kubectl top shows', async () => {
    const { admin } = controlPlane.kubeconfigs;
    const top = async (...words: string[]): Promise<string> => {
      const { stdout, stderr, exitCode } = await kubectl(admin, ['top', ...words]);
      expect([exitCode, stderr]).toEqual([0, '']);
      return stdout.replace(/ +/g, ' ').replace(/ $/gm, '');
    };
    expect(await top('pods', '-n', 'shop')).toBe(
      'NAME CPU(cores) MEMORY(bytes)\nweb-1 250m 200Mi\nweb-2 350m 202Mi\n',
    );
    expect(await top('pods', '-A', '--containers')).toContain('lab web-1 sidecar 350m 104Mi\n');
    expect(await top('node')).toBe(
      'NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%)\nn1 1500m 37% 1024Mi 12%\nn2 2500m 62% 2048Mi 25%\n',
    );
  });
});

/** An adapter that has just started does not know yet which resources the cluster has. */
async function hasListed(client: SecureClient): Promise<void> {
  await waitFor(async () => (await client.get(`${root}/nodes`)).status === 200, {
    description: 'the adapter to know nodes',
    timeoutSeconds: 20,
  });
}

/** Ends after now, so that rates do not depend on the second in which they are asked for. */
function history(): readonly SampleSeries[] {
  const end = Math.floor(Date.now() / 1000) + 600;
  const times = Array.from({ length: 120 }, (_, index) => end - (119 - index) * 15);
  const gauge = (name: string, labels: Record<string, string>, value: number): SampleSeries => ({
    name,
    labels,
    samples: times.map((time) => [time, value] as const),
  });
  const counter = (name: string, labels: Record<string, string>, perSecond: number): SampleSeries => ({
    name,
    labels,
    samples: times.map((time) => [time, (time - (end - 1800)) * perSecond] as const),
  });
  const mebibyte = 1_048_576;
  // So that nothing is cut off at 249.999 m.
  const little = 0.0004;
  return [
    ...pods.flatMap(({ namespace, name }, index) =>
      name === 'unmeasured'
        ? [gauge('container_memory_working_set_bytes', { namespace, pod: name, container: 'app' }, 1)]
        : ['app', 'sidecar'].flatMap((container, which) => [
            counter(
              'container_cpu_usage_seconds_total',
              { namespace, pod: name, container },
              (2 + which + index) / 20 + little,
            ),
            gauge(
              'container_memory_working_set_bytes',
              { namespace, pod: name, container },
              (100 + index) * mebibyte,
            ),
          ]),
    ),
    ...[
      { node: 'n1', cores: 1.5 + little, bytes: 1024 * mebibyte },
      { node: 'n2', cores: 2.5 + little, bytes: 2048 * mebibyte },
    ].flatMap(({ node, cores, bytes }) => [
      counter('node_cpu_usage_seconds_total', { node }, cores),
      gauge('node_memory_working_set_bytes', { node }, bytes),
      // The root cgroup, of which the pods' are parts.
      counter('container_cpu_usage_seconds_total', { node, id: '/' }, cores),
      gauge('container_memory_working_set_bytes', { node, id: '/' }, bytes),
    ]),
  ];
}

/** Without times and annotations, containers in the order of their names, CPU to the hundredth: the two ask at different moments. */
function comparable({ status, json }: Awaited<ReturnType<SecureClient['get']>>): unknown {
  const body = json() as Record<string, any>;
  if (status !== 200) return { status, message: body.message, reason: body.reason };
  const items = (body.items as Record<string, any>[] | undefined) ?? [body];
  const plain = items.map(({ metadata, window, containers, usage }) => ({
    name: metadata.name,
    namespace: metadata.namespace,
    labels: metadata.labels,
    window,
    ...(usage && { usage: rounded(usage) }),
    ...(containers && {
      containers: (containers as Record<string, any>[])
        .map((container) => ({ name: container.name, usage: rounded(container.usage) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
  }));
  const key = ({ namespace = '', name }: { namespace?: string; name: string }): string =>
    `${namespace}/${name}`;
  return {
    kind: body.kind,
    apiVersion: body.apiVersion,
    items: plain.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
  };
}

function rounded({ cpu, memory }: { cpu: string; memory: string }): unknown {
  const cores = cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
  return { cores: cores.toFixed(2), memory };
}
