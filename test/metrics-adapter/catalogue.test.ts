import { describe, expect, it } from 'vitest';

import { loadCatalogue } from '#core/metrics-adapter/catalogue/load-catalogue.ts';
import { describeMetrics } from '#core/metrics-adapter/rules/describe-rules.ts';
import { seriesQueries } from '#core/metrics-adapter/rules/metric-registry.ts';
import { type ServedResource } from '#core/metrics-adapter/rules/resource-mapper.ts';

import { describeWith } from '../controlplane/describe-with.ts';
import type { SampleSeries } from '../controlplane/open-metrics.ts';
import { startPrometheus } from '../controlplane/prometheus.ts';

const resource = (kind: string, plural: string): ServedResource => ({
  group: '',
  kind,
  resource: plural,
  singular: kind.toLowerCase(),
  version: 'v1',
  namespaced: kind !== 'Namespace',
});
const served = [
  resource('Pod', 'pods'),
  resource('Namespace', 'namespaces'),
  resource('Service', 'services'),
];

const end = Math.floor(Date.now() / 1000);
const times = Array.from({ length: 40 }, (_, index) => end - (39 - index) * 15);
const gauge = (name: string, labels: Record<string, string>, value: number): SampleSeries => ({
  name,
  labels,
  samples: times.map((time) => [time, value] as const),
});
const counter = (name: string, labels: Record<string, string>, perSecond: number): SampleSeries => ({
  name,
  labels,
  samples: times.map((time) => [time, (time - times[0]!) * perSecond] as const),
});
const chat = { namespace: 'prod', pod: 'chat-1', service: 'chat' };

const series: readonly SampleSeries[] = [
  gauge('vllm:num_requests_waiting', { ...chat, model_name: 'a' }, 3),
  gauge('vllm:num_requests_waiting', { ...chat, model_name: 'b' }, 4),
  gauge('vllm:num_requests_waiting', { ...chat, pod: 'chat-2', model_name: 'a' }, 5),
  counter('vllm:request_success_total', chat, 8),
  counter('http_requests_total', chat, 100),
  counter('http_requests_total', { ...chat, pod: 'web-1', service: 'web' }, 20),
  counter('vllm:generation_tokens_total', chat, 900),
  ...['0.1', '1.0', '+Inf'].map((le, index) =>
    counter('vllm:e2e_request_latency_seconds_bucket', { ...chat, le }, [0, 8, 8][index]!),
  ),
  ...['0.1', '1.0', '+Inf'].map((le) =>
    counter('vllm:e2e_request_latency_seconds_bucket', { ...chat, pod: 'chat-2', le }, 8),
  ),
  gauge('DCGM_FI_DEV_GPU_UTIL', { namespace: 'prod', pod: 'chat-1', gpu: '0' }, 90),
  gauge('DCGM_FI_DEV_GPU_UTIL', { namespace: 'prod', pod: 'chat-1', gpu: '1' }, 70),
  gauge('DCGM_FI_DEV_FB_USED', { namespace: 'prod', pod: 'chat-1', gpu: '0' }, 3),
  gauge('DCGM_FI_DEV_FB_FREE', { namespace: 'prod', pod: 'chat-1', gpu: '0' }, 1),
  // Two lives of a container, each scraped twice, and the sandbox around it.
  ...['1', '2'].flatMap((replica) => {
    const container = { namespace: 'prod', pod: 'chat-1', container: 'app', replica };
    return [
      counter('container_cpu_usage_seconds_total', { ...container, id: '/before' }, 1),
      counter('container_cpu_usage_seconds_total', { ...container, id: '/after' }, 2),
      counter('container_cpu_usage_seconds_total', { ...container, id: '/pause', container: 'POD' }, 9),
      gauge('container_memory_working_set_bytes', { ...container, id: '/after' }, 100),
      gauge('container_memory_working_set_bytes', { ...container, id: '/pause', container: 'POD' }, 900),
    ];
  }),
  ...['1', '2'].map((replica) =>
    gauge(
      'aws_sqs_approximate_number_of_messages_visible_average',
      { account_id: '1', region: 'eu', dimension_QueueName: 'jobs', replica },
      250,
    ),
  ),
];

describe('the catalogue', () => {
  it('compiles, and asks once for all objects wherever objects are told apart', () => {
    const rules = loadCatalogue();
    expect(rules.custom.filter(({ separable }) => !separable).map(({ rule }) => rule.name.as)).toEqual([]);
    expect(rules.external.length).toBeGreaterThan(4);
    expect([rules.usage?.cpu, rules.usage?.memory].map((each) => each?.separable)).toEqual(
      Array(2).fill({ containers: true, nodes: true }),
    );
  });

  it('makes no p95 of pods', () => {
    const latency = loadCatalogue().custom.filter(({ rule }) => rule.name.as === 'model_latency_p95');
    expect(latency.map(({ rule }) => [...rule.resources.overrides.keys()])).toEqual([
      ['namespace', 'service'],
    ]);
  });
});

describeWith(['prometheus', 'promtool'], 'the catalogue on a real Prometheus', () => {
  it('gives each metric the value that it stands for', async () => {
    const prometheus = await startPrometheus({ series });
    try {
      const rules = loadCatalogue();
      const found = await Promise.all(
        seriesQueries(rules).map(async (query) => [query, await matching(prometheus.url, query)] as const),
      );
      const values = new Map<string, Record<string, number>>();
      const described = describeMetrics(rules, new Map(found), served);
      for (const { name, api, promql, renewedEveryMs } of described) {
        if (renewedEveryMs !== undefined) continue;
        const answer = await prometheus.query(promql.replaceAll('NAMESPACE', 'prod'), end);
        const key = ({
          pod = '',
          service = '',
          dimension_QueueName: queue = '',
        }: Record<string, string>): string => pod || service || queue || 'all';
        const entries = answer.map(({ metric, value }) => [
          key({ ...metric }),
          Math.round(value * 100) / 100,
        ]);
        values.set(`${api} ${name}`, Object.fromEntries(entries) as Record<string, number>);
      }
      expect(Object.fromEntries(values)).toEqual({
        'custom namespaces/gpu_memory_used_bytes': { all: 3_145_728 },
        'custom namespaces/gpu_memory_utilization': { all: 75 },
        'custom namespaces/gpu_utilization': { all: 80 },
        'custom namespaces/inference_queue_depth': { all: 12 },
        'custom namespaces/model_latency_p95': { all: 0.91 },
        'custom namespaces/requests_per_second': { all: 8 },
        'custom namespaces/tokens_per_second': { all: 900 },
        'custom pods/gpu_memory_used_bytes': { 'chat-1': 3_145_728 },
        'custom pods/gpu_memory_utilization': { 'chat-1': 75 },
        'custom pods/gpu_utilization': { 'chat-1': 80 },
        'custom pods/inference_queue_depth': { 'chat-1': 7, 'chat-2': 5 },
        'custom pods/requests_per_second': { 'chat-1': 8, 'web-1': 20 },
        'custom pods/tokens_per_second': { 'chat-1': 900 },
        'custom services/inference_queue_depth': { chat: 12 },
        'custom services/model_latency_p95': { chat: 0.91 },
        'custom services/requests_per_second': { chat: 8, web: 20 },
        'custom services/tokens_per_second': { chat: 900 },
        'external inference_queue_depth': { all: 12 },
        'external model_latency_p95': { all: 0.91 },
        'external requests_per_second': { all: 8 },
        'external sqs_messages_visible': { jobs: 250 },
        'external tokens_per_second': { all: 900 },
        'resource pods/cpu': { 'chat-1': 3 },
        'resource pods/memory': { 'chat-1': 100 },
      });
    } finally {
      await prometheus.stop();
    }
  }, 60_000);
});

async function matching(url: string, query: string): Promise<readonly Record<string, string>[]> {
  const response = await fetch(
    `${url}/api/v1/series?${new URLSearchParams({ 'match[]': query }).toString()}`,
  );
  return ((await response.json()) as { data: Record<string, string>[] }).data;
}
