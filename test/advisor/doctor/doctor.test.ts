import { describe, expect, it } from 'vitest';

import {
  checkAutoscalers,
  checkExporters,
  checkMetricsApis,
  checkPrices,
  checkPrometheus,
  checkRights,
  checkServer,
  type DoctorCheck,
  doctorReport,
} from '#core/advisor/index.ts';
import { nodeView } from '#core/apis/index.ts';
import { examplePriceBook, expandPriceBook } from '#core/cost/index.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { SourceError } from '#core/ports/index.ts';
import { userQuery } from '#core/promql/index.ts';
import { memoryCluster, memoryMetrics } from '#core/testing/index.ts';

const nowMs = Date.parse('2026-11-19T10:00:00Z');
const states = (checks: readonly DoctorCheck[]): unknown[] => checks.map(({ name, state }) => [name, state]);

describe('rights', () => {
  interface Review {
    readonly spec: { readonly resourceAttributes: Readonly<Record<string, string>> };
  }
  const asked: Readonly<Record<string, string>>[] = [];
  const api = (isAllowed: (attributes: Readonly<Record<string, string>>) => boolean) => ({
    description: 'context test',
    get: () => Promise.reject(new Error('nothing is read')),
    create: (_path: string, object: object) => {
      const { resourceAttributes } = (object as Review).spec;
      asked.push(resourceAttributes);
      return Promise.resolve({ status: { allowed: isAllowed(resourceAttributes) } });
    },
  });

  it('are asked for one by one; what commands cannot do without is a problem, anything else a warning', async () => {
    const checks = await checkRights(
      api(({ resource, verb }) => resource !== 'nodes' && resource !== 'pods' && verb !== 'patch'),
      'prod',
      {},
    );
    expect(checks.map(({ name, state }) => `${state} ${name}`)).toEqual([
      'ok allowed',
      'problem list pods in prod',
      'warning list nodes',
      'warning list pods in all namespaces',
      'warning list pods.metrics.k8s.io in prod',
      'warning patch deployments.apps in prod',
      'warning patch horizontalpodautoscalers.autoscaling in prod',
    ]);
    expect(checks[1]?.remedies).toEqual([expect.stringContaining('kubectl auth can-i list pods -n prod')]);
    expect(asked).toContainEqual({ verb: 'get', group: '', resource: 'services', subresource: 'proxy' });
    expect(asked).toContainEqual({ verb: 'list', group: 'apps', resource: 'deployments', namespace: 'prod' });
  });

  it('that cannot be asked for are one check with the server’s words', async () => {
    const unreachable = {
      ...api(() => true),
      create: () =>
        Promise.reject(
          new SourceError({ code: 'unreachable', source: 'x', message: 'gone', suggestions: ['wait'] }),
        ),
    };
    expect(await checkRights(unreachable, 'prod', {})).toEqual([
      { area: 'rights', name: 'access reviews', state: 'problem', text: 'gone', remedies: ['wait'] },
    ]);
  });
});

describe('the server and its versions', () => {
  const version = (minor: number) => ({ gitVersion: `v1.${minor}.0`, major: 1, minor });
  it.each([
    [34, 'ok'],
    [12, 'warning'],
    [99, 'warning'],
  ])('1.%i is %s', async (minor, state) => {
    const { checks } = await checkServer(memoryCluster([], { version: version(minor) }), {});
    expect(states(checks)).toEqual([
      ['API server', 'ok'],
      ['Kubernetes', state],
    ]);
  });

  const system = (name: string, image: string): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'kube-system' },
    spec: { template: { spec: { containers: [{ name, image }] } } },
  });
  it.each([
    ['registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.1', 'Cluster Autoscaler', 'ok'],
    ['registry.k8s.io/autoscaling/cluster-autoscaler:v1.30.0', 'Cluster Autoscaler', 'warning'],
    ['registry.k8s.io/autoscaling/cluster-autoscaler', 'Cluster Autoscaler', 'warning'],
    ['registry.k8s.io/autoscaling/vpa-recommender:1.4.1', 'Vertical Pod Autoscaler', 'ok'],
    ['registry.k8s.io/autoscaling/vpa-recommender:latest', 'Vertical Pod Autoscaler', 'warning'],
  ])('%s', async (image, name, state) => {
    const cluster = memoryCluster([system('a', image)]);
    expect(states(await checkAutoscalers(cluster, version(34), {}))).toEqual([[name, state]]);
  });
});

describe('metrics APIs', () => {
  const apiService = (group: string, status: string): KubernetesObject => ({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `v1beta1.${group}` },
    spec: { group, service: { namespace: 'kube-system', name: 'metrics-server' } },
    status: { conditions: [{ type: 'Available', status, message: 'endpoints not found' }] },
  });
  const hpa = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a', namespace: 'prod' },
    spec: { maxReplicas: 3, metrics: [{ type: 'Pods', pods: { metric: { name: 'q' }, target: {} } }] },
  } as unknown as KubernetesObject;

  it.each([
    ['not served, and an HPA needs it', [], ['ok', 'problem', 'ok']],
    ['there', [apiService('custom.metrics.k8s.io', 'True')], ['ok', 'ok', 'ok']],
    [
      'registered, and its server away',
      [apiService('custom.metrics.k8s.io', 'False')],
      ['ok', 'problem', 'ok'],
    ],
    ['away, and nobody needs it', [apiService('metrics.k8s.io', 'False')], ['warning', 'problem', 'ok']],
  ])('%s', async (_title, services, expected) => {
    const checks = await checkMetricsApis(memoryCluster([...services, hpa]), 'prod', {});
    expect(checks.map(({ state }) => state)).toEqual(expected);
  });
});

describe('Prometheus', () => {
  const id = userQuery('max(max_over_time(timestamp(up)[1h:1m]))').id;
  it.each([
    [5, 'ok'],
    [1200, 'problem'],
    [-120, 'warning'],
    [undefined, 'problem'],
  ])('with its newest sample %s seconds old', async (age, state) => {
    const values = age === undefined ? [] : [nowMs / 1000 - age];
    const series = values.map((value) => ({ labels: {}, timestampsMs: [nowMs], values: [value] }));
    const { checks, answers } = await checkPrometheus(memoryMetrics({ [id]: series }), nowMs, {});
    expect(answers).toBe(true);
    expect(states(checks)).toEqual([
      ['queries', 'ok'],
      ['samples', state],
    ]);
  });

  it('lacks an exporter of GPUs only where a node has some', async () => {
    const gpuNode = nodeView({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'gpu' },
      status: { capacity: { 'nvidia.com/gpu': '1' } },
    });
    const dcgm = async (nodes: Parameters<typeof checkExporters>[1]) =>
      (await checkExporters(memoryMetrics({}), nodes, nowMs, {})).find(({ name }) => name === 'DCGM exporter')
        ?.state;
    expect([await dcgm([]), await dcgm([gpuNode!])]).toEqual(['ok', 'warning']);
  });
});

describe('prices', () => {
  const node = (instanceType: string, region: string) =>
    nodeView({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: 'n',
        labels: { 'node.kubernetes.io/instance-type': instanceType, 'topology.kubernetes.io/region': region },
      },
    })!;
  const book = expandPriceBook(examplePriceBook);
  const known = book.offerings[0]!.instanceType;
  const fresh = Date.parse(book.asOf) + 86_400_000;
  it.each([
    ['all known', [node(known, book.region)], fresh, ['ok', 'ok']],
    ['another region', [node(known, 'mars-1')], fresh, ['ok', 'warning', 'ok']],
    ['an unknown type', [node('x9.huge', book.region)], fresh, ['ok', 'warning']],
    ['old', [node(known, book.region)], fresh + 300 * 86_400_000, ['warning', 'ok']],
    ['no right to list nodes', { unread: 'nodes may not be listed' }, fresh, ['ok', 'skipped']],
  ] as const)('%s', (_title, nodes, atMs, expected) => {
    expect(checkPrices(book, nodes, atMs).map(({ state }) => state)).toEqual(expected);
  });
});

it('counts what it found', () => {
  const check = { area: 'prices', name: 'x', text: '', remedies: [] } as const;
  const { summary } = doctorReport(
    [
      { ...check, state: 'ok' },
      { ...check, state: 'problem' },
    ],
    nowMs,
  );
  expect(summary).toEqual({ ok: 1, warning: 0, problem: 1, skipped: 0 });
});
