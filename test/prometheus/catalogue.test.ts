import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import * as promql from '#core/promql/index.ts';
import { connectPrometheus, type PrometheusSource } from '#core/sources/prometheus/index.ts';

import { describeWith } from '../controlplane/describe-with.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { clusterHistory, endSeconds, pods } from './history.ts';

const nowMs = endSeconds * 1000;
const gibibyte = 2 ** 30;
const deployment = (name: string): promql.WorkloadRef => ({ kind: 'Deployment', namespace: 'shop', name });
const web = deployment('web');
const webApi = deployment('web-api');
const chat = deployment('chat');

describeWith(['prometheus', 'promtool'], 'the catalogue on a real Prometheus', () => {
  describe.each([
    ['containerd, labels honored', 'containerd', true],
    ['CRI-O, labels renamed to exported_*', 'cri-o', false],
  ] as const)('(%s)', (_, runtime, honorLabels) => {
    let server: PrometheusServer;
    let source: PrometheusSource;

    beforeAll(async () => {
      server = await startPrometheus({ series: clusterHistory(runtime, honorLabels) });
      source = connectPrometheus({ url: server.url });
    });
    afterAll(() => server.stop());

    /** The values of a query now, by one label; by `` where there is none. */
    const ask = async (query: promql.MetricQuery, label = ''): Promise<Record<string, number>> => {
      const series = await source.query(query, nowMs);
      const values = series.map(
        ({ labels, values: [value] }) => [labels[label] ?? '', round(value)] as const,
      );
      expect(new Set(values.map(([key]) => key)).size).toBe(values.length);
      return Object.fromEntries(values);
    };
    const each = (names: readonly string[], value: number): Record<string, number> =>
      Object.fromEntries(names.map((name) => [name, value]));

    it('CPU: each container once, the restart joined, the other Deployment left out', async () => {
      expect(await ask(promql.containerCpuUsage(web), 'pod')).toEqual(each(pods.web, 0.2));
      expect(await ask(promql.containerCpuUsage(webApi), 'pod')).toEqual(each(pods.webApi, 1.5));
      expect(await ask(promql.workloadCpuUsage(web))).toEqual({ '': 0.6 });
      const statefulSet = { kind: 'StatefulSet', namespace: 'shop', name: 'web' };
      expect(await ask(promql.workloadCpuUsage(statefulSet))).toEqual({ '': 0.7 });
      expect(await ask(promql.workloadCpuUsage({ ...web, namespace: 'other' }))).toEqual({});
    });

    it('memory', async () => {
      expect(await ask(promql.containerMemoryWorkingSet(web), 'pod')).toEqual(each(pods.web, gibibyte / 4));
      expect(await ask(promql.workloadMemoryWorkingSet(webApi))).toEqual({ '': gibibyte / 2 });
    });

    it('throttling, only where there is a limit', async () => {
      expect(await ask(promql.containerCpuThrottling(web), 'pod')).toEqual(each(pods.web, 0.5));
      expect(await ask(promql.containerCpuThrottling(webApi), 'pod')).toEqual({});
    });

    it('requests, limits, restarts and OOM kills, in either spelling of labels', async () => {
      expect(await ask(promql.containerResourceRequest(web, 'cpu'), 'pod')).toEqual(each(pods.web, 0.25));
      expect(await ask(promql.containerResourceRequest(chat, 'nvidia_com_gpu'), 'container')).toEqual({
        vllm: 1,
      });
      expect(await ask(promql.containerResourceLimit(web, 'memory'), 'pod')).toEqual(
        each(pods.web, gibibyte),
      );
      expect(await ask(promql.containerResourceLimit(webApi, 'memory'), 'pod')).toEqual({});
      const restarts = await ask(promql.containerRestarts(web), 'pod');
      expect(restarts).toMatchObject({ [pods.web[0]]: 0, [pods.web[2]]: 0 });
      expect(restarts[pods.web[1]]).toBeCloseTo(1, 1);
      const killed = await ask(promql.containerOomKills(web), 'pod');
      expect(Object.keys(killed)).toEqual([pods.web[1]]);
      expect(killed[pods.web[1]]).toBeCloseTo(1, 1);
    });

    it('replicas, asked for and ready', async () => {
      expect(await ask(promql.specReplicas(web))).toEqual({ '': 3 });
      expect(await ask(promql.readyReplicas(web))).toEqual({ '': 3 });
      const other = { ...webApi, kind: 'Rollout' };
      expect(await ask(promql.specReplicas(other))).toEqual({ '': 2 });
      expect(await ask(promql.readyReplicas(other))).toEqual({ '': 2 });
    });

    it('request rate, latency and queue, from whoever tells', async () => {
      const answered = async (candidates: readonly promql.MetricQuery[]): Promise<Record<string, number>> => {
        const answers = await Promise.all(
          candidates.map(async (query) => [query.id, await ask(query)] as const),
        );
        return Object.fromEntries(
          answers.flatMap(([id, values]) =>
            Object.values(values).map((value) => [/source="(.*?)"/.exec(id)?.[1] ?? '', value] as const),
          ),
        );
      };
      expect(await answered(promql.requestRateCandidates(web))).toEqual({ http: 12 });
      expect(await answered(promql.requestRateCandidates(webApi))).toEqual({ http: 200 });
      expect(await answered(promql.requestRateCandidates(chat))).toEqual({ vllm: 2 });
      // All in the bucket from 0.05 to 0.1, of which 95 % lie below this.
      expect(await answered(promql.latencyCandidates(web))).toEqual({ http: 0.0975 });
      expect(await answered(promql.queueDepthCandidates(chat))).toEqual({ vllm: 6 });
    });

    it('GPUs of a workload, in either spelling of labels', async () => {
      expect(await ask(promql.gpuUtilization(chat), 'pod')).toEqual({ [pods.chat[0]]: 0.8 });
      expect(await ask(promql.gpuMemoryUsed(chat), 'container')).toEqual({ vllm: 18_000 * 2 ** 20 });
      expect(await ask(promql.gpuMemoryTotal(chat), 'pod')).toEqual({ [pods.chat[0]]: 24_000 * 2 ** 20 });
      expect(await ask(promql.gpuUtilization(web), 'pod')).toEqual({});
    });

    it('HPA metrics as an adapter would serve them', async () => {
      expect(await ask(promql.podsMetric(web, { metric: 'in_flight' }), 'pod')).toEqual(each(pods.web, 0.4));
      for (const metric of ['http_requests', 'http_requests_per_second', 'http_requests_total']) {
        expect(await ask(promql.podsMetric(web, { metric }), 'pod'), metric).toEqual(each(pods.web, 4));
      }
      const failed = { metric: 'http_requests', selector: { matchLabels: { code: '500' } } };
      expect(await ask(promql.podsMetric(web, failed), 'pod')).toEqual(each(pods.web, 1));
      const queue = {
        metric: 'aws_sqs_approximate_number_of_messages_visible_average',
        selector: {
          matchExpressions: [
            { key: 'dimension_QueueName', operator: 'In' as const, values: ['orders', 'x'] },
          ],
        },
      };
      expect(await ask(promql.externalMetric('shop', queue))).toEqual({ '': 120 });
      const described = { kind: 'Deployment', namespace: 'shop', name: 'web' };
      expect(await ask(promql.objectMetric(described, { metric: 'kube_deployment_spec_replicas' }))).toEqual({
        '': 3,
      });
    });

    it('nodes: use beside requests', async () => {
      expect(await ask(promql.nodeCpuUsage(), 'node')).toEqual({ 'node-a': 2, 'node-b': 3 });
      expect(await ask(promql.nodeCpuUsage({ node: 'node-b' }), 'node')).toEqual({ 'node-b': 3 });
      expect(await ask(promql.nodeMemoryUsed(), 'node')).toEqual({
        'node-a': 6 * gibibyte,
        'node-b': 7 * gibibyte,
      });
      // web ×2, web-api and the database on node-a; web, web-api and chat on node-b; 0.2 cores of the node's own.
      expect(await ask(promql.nodeCgroupCpuUsage(), 'node')).toEqual({ 'node-a': 2.8, 'node-b': 2.9 });
      expect((await ask(promql.nodeCgroupMemoryUsed({ node: 'node-a' }), 'node'))['node-a']).toBe(
        gibibyte + 1e9,
      );
      expect(await ask(promql.nodeGpuUtilization(), 'node')).toEqual({ 'node-b': 0.4 });
      expect(await ask(promql.nodeAllocatable('nvidia_com_gpu'), 'node')).toEqual({
        'node-a': 0,
        'node-b': 1,
      });
      expect(await ask(promql.nodeRequests('cpu'), 'node')).toEqual({ 'node-a': 1, 'node-b': 2.5 });
      expect(await ask(promql.nodeRequests('nvidia_com_gpu', { node: 'node-b' }), 'node')).toEqual({
        'node-b': 1,
      });
    });
  });
});

function round(value = Number.NaN): number {
  return Number(value.toPrecision(11));
}
