import { afterAll, beforeAll, expect, it } from 'vitest';

import { fromYaml } from '#core/manifest/plain-yaml.ts';
import { parseQuantity, toNumber } from '#core/units/index.ts';

import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import type { Kubeconfig } from '../controlplane/kubeconfig.ts';
import type { SampleSeries } from '../controlplane/open-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { waitFor } from '../controlplane/wait.ts';
import { startPrometheusAdapter } from './prometheus-adapter.ts';
import { type SecureClient, secureClient } from './secure-client.ts';
import { adapterUser, startAdapter, writeConfig } from './start-adapter.ts';
import { upstreamFile } from './upstream-file.ts';

const programs = [
  ...(['etcd', 'kube-apiserver', 'openssl', 'prometheus', 'promtool', 'prometheus-adapter'] as const),
];

/** Rules of our own making that use what configurations use. */
const ownConfig = `
rules:
- seriesQuery: 'http_requests_total{namespace!="",pod!=""}'
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  name: {matches: "^(.*)_total$", as: "\${1}_per_second"}
  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
- seriesQuery: '{__name__=~"^queue_.*"}'
  seriesFilters: [{isNot: "_age_"}]
  resources: {template: "<<.Resource>>"}
  metricsQuery: '<<.Series>>{<<.LabelMatchers>>}'
- seriesQuery: 'http_duration_seconds_bucket{pod!=""}'
  resources: {template: "<<.Resource>>"}
  name: {as: http_p95}
  metricsQuery: 'histogram_quantile(0.95, sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (le, <<.GroupBy>>))'
- seriesQuery: 'http_requests_total{service!=""}'
  resources: {overrides: {namespace: {resource: namespaces}, service: {resource: services}}}
  name: {as: hits_of_$0}
  metricsQuery: 'sum(rate(<<.Series>>{<<if .LabelMatchers>><<.LabelMatchers>><<end>>,code!="500"}[2m])) by (<<.GroupBy>>) / 1000'
- seriesQuery: 'http_requests_total{service!=""}'
  resources: {overrides: {namespace: {resource: namespaces}, service: {resource: service}}}
  name: {as: hits_by_name}
  metricsQuery: 'sum(rate(http_requests_total{namespace="<<index .LabelValuesByName "namespace">>",service=~"<<.LabelValuesByName.service>>"}[2m])) by (service)'
- seriesQuery: 'node_load{node!=""}'
  resources: {overrides: {node: {resource: node}}}
  metricsQuery: 'avg(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
- seriesQuery: 'empty_ratio'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>) / sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
externalRules:
- seriesQuery: '{__name__="sqs_messages",queue!=""}'
  resources: {namespaced: false}
  metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue)'
- seriesQuery: 'queue_depth'
  resources: {template: "<<.Resource>>"}
  name: {as: queue_total}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
`;

const pods = [
  { namespace: 'shop', name: 'web-1', labels: { app: 'web', tier: 'front' } },
  { namespace: 'shop', name: 'web-2', labels: { app: 'web' } },
  { namespace: 'shop', name: 'web.3', labels: { app: 'db' } },
  { namespace: 'lab', name: 'web-1', labels: { app: 'web' } },
  { namespace: 'lab', name: 'silent', labels: { app: 'silent' } },
];

describeWith(programs, 'rules, beside prometheus-adapter', () => {
  let controlPlane: ControlPlane;
  let prometheus: PrometheusServer;
  let user: Kubeconfig;
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
      await controlPlane.api.create(`/api/v1/namespaces/${namespace}/services`, {
        metadata: { name: 'web' },
        spec: { ports: [{ port: 80 }] },
      });
    }
    for (const { namespace, name, labels } of pods) {
      await controlPlane.api.create(`/api/v1/namespaces/${namespace}/pods`, {
        metadata: { name, labels },
        spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
      });
    }
    for (const name of ['n1', 'n2']) await controlPlane.api.create('/api/v1/nodes', { metadata: { name } });
  }, 120_000);
  afterAll(async () => {
    await prometheus.stop();
    await controlPlane.stop();
  });

  it.each([
    ['own rules', () => ownConfig],
    ['rules of its documentation', sampleConfig],
    ['rules of its guides', guideConfig],
  ])(
    '%s: lists and serves the same',
    async (name, readConfig) => {
      const config = readConfig();
      const reference = await startPrometheusAdapter(
        controlPlane,
        `reference-${name.replaceAll(' ', '-')}`,
        user,
        {
          configFile: writeConfig(controlPlane, `${name.replaceAll(' ', '-')}.yaml`, config),
          prometheusUrl: prometheus.url,
        },
      );
      const ours = await startAdapter(controlPlane, user, {
        config,
        prometheusUrl: prometheus.url,
        register: false,
      });
      const clients = [reference, ours.url].map((url) =>
        secureClient(url, controlPlane.kubeconfigs.admin.user),
      );
      const [theirs, own] = clients as [SecureClient, SecureClient];
      let compared = 0;
      for (const group of ['custom.metrics.k8s.io', 'external.metrics.k8s.io']) {
        const root = `/apis/${group}/v1beta1`;
        const listed = await waitFor(
          async () => {
            const resources = await resourcesOf(own, root);
            expect(resources).toEqual(await resourcesOf(theirs, root));
            return resources.length > 0 || !config.includes('externalRules') ? resources : false;
          },
          { description: `equal lists of ${group}`, timeoutSeconds: 20 },
        );
        for (const path of listed.flatMap((resource) => requestPaths(root, resource))) {
          // A rate depends on the moment at which it is asked, and each asks at its own: the answers have to meet.
          await waitFor(
            async () => {
              const [expected, given] = await Promise.all(
                clients.map(async (client) => comparable(await client.get(path))),
              );
              expect(given, path).toEqual(expected);
              return true;
            },
            { description: `equal answers to ${path}`, timeoutSeconds: 10 },
          );
          compared += 1;
        }
      }
      console.log(`${name}: ${compared} answers are the same`);
      expect(compared).toBeGreaterThan(20);
      for (const client of clients) client.close();
    },
    120_000,
  );
});

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
  return [
    ...pods.flatMap(({ namespace, name }, index) =>
      name === 'silent'
        ? []
        : [
            counter(
              'http_requests_total',
              { namespace, pod: name, service: 'web', code: '200', job: 'web' },
              7.3 + index,
            ),
            counter(
              'http_requests_total',
              { namespace, pod: name, service: 'web', code: '500', job: 'web' },
              0.25,
            ),
            gauge('queue_depth', { namespace, pod: name, node: 'n1' }, 12.3456 * (index + 1)),
            gauge('queue_age_seconds', { namespace, pod: name }, 1),
            gauge('empty_ratio', { namespace, pod: name }, 0),
            ...['0.1', '0.5', '+Inf'].map((le, bucket) =>
              counter('http_duration_seconds_bucket', { namespace, pod: name, le }, (bucket + 1) * 3 + index),
            ),
            ...['app', 'sidecar'].flatMap((container) => [
              counter(
                'container_cpu_usage_seconds_total',
                { namespace, pod: name, container },
                0.1 * (index + 1),
              ),
              counter(
                'container_network_receive_bytes_total',
                { namespace, pod: name, container },
                1000 * (index + 1),
              ),
              gauge('container_memory_working_set_bytes', { namespace, pod: name, container }, 1e8 + index),
            ]),
          ],
    ),
    gauge('node_load', { node: 'n1', instance: 'a' }, 1.5),
    gauge('node_load', { node: 'n2', instance: 'b' }, -0.75),
    ...['orders', 'mails'].map((queue, index) =>
      gauge('sqs_messages', { queue, region: 'eu' }, 1500 + index),
    ),
    ...['orders', 'mails'].map((name, index) => gauge('queue_depth', { name }, 7.5 + index)),
    ...pods.map(({ namespace, name }, index) =>
      counter(
        'http_requests_total',
        { kubernetes_namespace: namespace, kubernetes_pod_name: name },
        3.1 + index,
      ),
    ),
    gauge('queue_consumer_lag', { name: 'orders', namespace: 'shop' }, 42),
  ];
}

/**
 * The sample in prometheus-adapter's documentation. Its double-quoted queries hold double
 * quotes, which is no YAML, and one rule speaks of a resource that no cluster has: prometheus-adapter starts with neither.
 */
function sampleConfig(): string {
  return inSingleQuotes(upstreamFile('docs/sample-config.yaml')).replace(
    /^- seriesQuery: 'cheddar[\s\S]*?\n\n/m,
    '',
  );
}

/** The rules that its guides arrive at, of which each is a YAML block of its own. */
function guideConfig(): string {
  const blocks = ['docs/config.md', 'docs/config-walkthrough.md', 'docs/externalmetrics.md'].flatMap((path) =>
    [...upstreamFile(path).matchAll(/^```yaml\n(.*?)^```/gms)].flatMap(([, block = '']) =>
      /^(rules|externalRules):/m.test(block) && block.includes('metricsQuery') ? [block] : [],
    ),
  );
  const parsed = blocks.map((block) => {
    const read = fromYaml(inSingleQuotes(block));
    if (!read.ok) throw new Error(`${read.error} in\n${block}`);
    return read.value as Partial<Record<'rules' | 'externalRules', readonly object[]>>;
  });
  expect(parsed.length).toBeGreaterThanOrEqual(3);
  return JSON.stringify({
    rules: parsed.flatMap(({ rules = [] }) => rules),
    externalRules: parsed.flatMap(({ externalRules = [] }) => externalRules),
  });
}

function inSingleQuotes(text: string): string {
  return text.replace(/metricsQuery: "(.*)"$/gm, "metricsQuery: '$1'");
}

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
}

async function resourcesOf(client: SecureClient, root: string): Promise<readonly Resource[]> {
  const answer = await client.get(root);
  const { resources = [] } = answer.json() as { resources?: Resource[] };
  const entries = resources
    .filter(({ name }) => name !== 'custommetrics' && name !== 'externalmetrics')
    .map(({ name, namespaced }) => ({ name, namespaced }));
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All that can be asked about a resource: by name, by selector, of metric labels, and what is not there. */
function requestPaths(root: string, { name: resource, namespaced }: Resource): readonly string[] {
  const [kind = '', metric] = resource.split('/');
  if (metric === undefined) {
    const selectors = [
      '',
      '?labelSelector=queue%3Dorders',
      '?labelSelector=queue%20in%20(orders,none)',
      '?labelSelector=!queue',
    ];
    return selectors.map((selector) => `${root}/namespaces/shop/${kind}${selector}`);
  }
  const second = root.replace('v1beta1', 'v1beta2');
  if (!namespaced) {
    const names: Record<string, readonly string[]> = {
      namespaces: ['shop', 'none'],
      nodes: ['n1', 'none', '*'],
    };
    return [
      ...(names[kind] ?? []).map((name) => `${root}/${kind}/${name}/${metric}`),
      ...(kind === 'namespaces' ? [`${root}/namespaces/shop/metrics/${metric}`] : []),
    ];
  }
  const inShop = (edition: string, rest: string): string => `${edition}/namespaces/shop/${kind}/${rest}`;
  return [
    inShop(root, `web-1/${metric}`),
    inShop(root, `web/${metric}`),
    inShop(root, `web.3/${metric}`),
    inShop(root, `none/${metric}`),
    inShop(root, `*/${metric}`),
    inShop(second, `*/${metric}?labelSelector=app%3Dweb`),
    inShop(root, `*/${metric}?labelSelector=app%20notin%20(web)`),
    inShop(root, `*/${metric}?labelSelector=app%3Dnone`),
    inShop(root, `*/${metric}?metricLabelSelector=code%3D200`),
    inShop(second, `web-1/${metric}?metricLabelSelector=code%20in%20(200,500),job`),
    inShop(root, `*/unknown_metric`),
    `${root}/namespaces/lab/${kind}/*/${metric}`,
    `${root}/namespaces/lab/${kind}/silent/${metric}`,
  ];
}

/**
 * Without times, with the values in the order of their objects and to six digits: the two programs ask at different moments,
 * and the last digits of a rate depend on when.
 */
function comparable({ status, json }: Awaited<ReturnType<SecureClient['get']>>): unknown {
  const { items, ...rest } = json() as { items?: readonly Readonly<Record<string, unknown>>[] | null };
  // Of a failure inside, the words are each server's own.
  if (status >= 500) return { status };
  if (status !== 200) return { status, ...rest };
  const values = (items ?? []).map((item) => ({
    ...item,
    timestamp: null,
    value: rounded(String(item.value)),
  }));
  return { status, ...rest, items: values.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

function rounded(text: string): string {
  const quantity = parseQuantity(text);
  if (!quantity.ok) throw new Error(`${text} is no quantity`);
  // Cut off at thousandths, 8 may be written 7999m.
  return (toNumber(quantity.value) + 0.0005).toPrecision(6);
}
