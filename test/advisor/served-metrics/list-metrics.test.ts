import { describe, expect, it } from 'vitest';

import { listMetrics, type MetricsReport } from '#core/advisor/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import { podsMetric } from '#core/promql/index.ts';
import {
  memoryCluster,
  memoryMetrics,
  memoryMetricsApis,
  type MemoryMetricsApisOptions,
  type MemoryServedMetric,
} from '#core/testing/index.ts';

import { hpa } from '../creation/setting.ts';

const NOW = Date.parse('2026-11-19T10:00:00Z');
const clock = { now: () => NOW };

function scaling(name: string, metrics: readonly object[], status?: object): KubernetesObject {
  const object = hpa(name, name) as { spec: object } & KubernetesObject;
  return { ...object, spec: { ...object.spec, metrics }, ...(status && { status }) };
}

const average = { type: 'AverageValue', averageValue: '10' };
const pods = (name: string): object => ({ type: 'Pods', pods: { metric: { name }, target: average } });
const external = (name: string, queue: string): object => ({
  type: 'External',
  external: { metric: { name, selector: { matchLabels: { queue } } }, target: average },
});
const services = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.custom.metrics.k8s.io' },
  spec: { group: 'custom.metrics.k8s.io', service: { namespace: 'monitoring', name: 'adapter' } },
};
const old = { timestampMs: NOW - 30_000 };

async function listed(
  objects: readonly KubernetesObject[],
  served: readonly MemoryServedMetric[],
  { usedOnly = false, ...options }: MemoryMetricsApisOptions & { readonly usedOnly?: boolean } = {},
): Promise<MetricsReport> {
  const sources = { cluster: memoryCluster(objects), apis: memoryMetricsApis(served, options), clock };
  return listMetrics(sources, 'prod', { usedOnly });
}

describe('the metrics of a namespace', () => {
  const queue: MemoryServedMetric = { metric: 'pods/queue', values: { a: '4', b: '8' }, ...old };

  it('have value, age, server and users', async () => {
    const objects = [services, scaling('chat', [pods('queue')]), scaling('asr', [pods('queue')])];
    const { items, notes } = await listed(objects, [queue]);
    expect(items).toEqual([
      {
        type: 'Pods',
        name: 'queue',
        served: 'yes',
        value: { figure: 6, aggregation: 'average', objects: 2, ageSeconds: 30 },
        source: 'monitoring/adapter',
        hpas: [
          { name: 'asr', target: '10 a pod' },
          { name: 'chat', target: '10 a pod' },
        ],
      },
    ]);
    expect(notes).toEqual([]);
  });

  it('are those that nobody uses too, unless told, and not those of other namespaces or of nodes', async () => {
    const served: readonly MemoryServedMetric[] = [
      queue,
      { metric: 'services/rps', values: { chat: '40' }, ...old },
      { metric: 'pods/elsewhere', values: {} },
      { metric: 'nodes/heat', values: { n: '1' } },
      { metric: 'external/sqs', values: { x: '5', y: '7' }, ...old },
    ];
    const objects = [scaling('chat', [pods('queue')])];
    const names = ({ items }: MetricsReport): unknown =>
      items.map(({ type, name, hpas }) => [type, name, hpas.length]);
    const all = await listed(objects, served);
    expect(names(all)).toEqual([
      ['Pods', 'queue', 1],
      ['External', 'sqs', 0],
      ['Object', 'rps', 0],
    ]);
    expect(all.items[1]!.value).toMatchObject({ figure: 12, aggregation: 'sum', objects: 2 });
    expect(names(await listed(objects, served, { usedOnly: true }))).toEqual([['Pods', 'queue', 1]]);
  });

  it('are shown as wanted where nobody serves them, with the controller’s reason', async () => {
    const message = 'the HPA was unable to compute the replica count: no metrics returned';
    const status = {
      currentReplicas: 2,
      desiredReplicas: 2,
      conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetPodsMetric', message }],
    };
    const { items } = await listed(
      [scaling('chat', [pods('gone'), external('sqs', 'jobs')], status)],
      [queue],
      {
        usedOnly: true,
        unregistered: ['external'],
      },
    );
    expect(items).toMatchObject([
      { type: 'External', name: 'sqs', selector: 'queue=jobs', served: 'no', reason: message },
      { type: 'Pods', name: 'gone', served: 'no', reason: message, hpas: [{ name: 'chat' }] },
    ]);
    expect(items.every(({ value }) => value === undefined)).toBe(true);
  });

  it('of CPU come from the HPA’s status', async () => {
    const status = {
      currentReplicas: 3,
      desiredReplicas: 3,
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 62 } } }],
    };
    const object = { ...hpa('web', 'web'), status } as KubernetesObject;
    const { items } = await listed([object], []);
    expect(items).toMatchObject([
      {
        type: 'Resource',
        name: 'cpu',
        served: 'yes',
        value: { figure: 62, aggregation: 'utilization', objects: 3 },
      },
    ]);
    expect((await listed([object], [], { servesResources: false })).items[0]!.served).toBe('no');
  });

  it('of a recording are read from its Prometheus', async () => {
    const ref = { group: 'apps', kind: 'Deployment', namespace: 'prod', name: 'chat' };
    const series = (pod: string, value: number, ageMs: number) => ({
      labels: { pod },
      timestampsMs: [NOW - ageMs],
      values: [value],
    });
    const metrics = memoryMetrics({
      [podsMetric(ref, { metric: 'queue' }).id]: [
        series('a', 2, 60_000),
        series('b', 4, 0),
        series('c', 90, 3_600_000),
      ],
    });
    const cluster = memoryCluster([scaling('chat', [pods('queue'), pods('unknown')])]);
    const { items } = await listMetrics({ cluster, metrics, clock }, 'prod', {});
    expect(items).toMatchObject([
      { name: 'queue', served: 'unknown', value: { figure: 3, objects: 2 } },
      { name: 'unknown', served: 'unknown' },
    ]);
    expect(items[1]!.value).toBeUndefined();
  });
});
