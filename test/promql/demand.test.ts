import { describe, expect, it } from 'vitest';

import { demandOf, demandOfExpression, metricRole, type ScalingMetric } from '#core/promql/index.ts';

const chat = { kind: 'Deployment', namespace: 'prod', name: 'llm-chat' };

describe('the role of a metric, by its name', () => {
  it.each([
    ['http_requests_per_second', 'arrivals'],
    ['http_requests_total', 'arrivals'],
    ['tokens_per_second', 'arrivals'],
    ['rabbitmq_queue_messages_published_total', 'arrivals'],
    ['aws_sqs_number_of_messages_sent_sum', 'arrivals'],
    ['vllm:num_requests_running', 'in-flight'],
    ['grpc_in_flight', 'in-flight'],
    ['nginx_connections_active', 'in-flight'],
    ['vllm:num_requests_waiting', 'queue'],
    ['inference_queue_depth', 'queue'],
    ['kafka_consumergroup_lag', 'queue'],
    ['ApproximateNumberOfMessagesVisible', 'queue'],
    ['pubsub_num_undelivered_messages', 'queue'],
    ['pending_requests', 'queue'],
    ['gpu_utilization', 'utilization'],
    ['cache_hit_rate', 'utilization'],
    ['error_rate', 'utilization'],
    ['node_load5', 'utilization'],
    ['model_latency_p95', 'latency'],
    ['request_duration_seconds', 'latency'],
    ['widgets', 'unknown'],
    ['', 'unknown'],
  ] as const)('%s: %s', (name, role) => {
    expect(metricRole(name)).toBe(role);
  });
});

describe('the demand behind a metric', () => {
  const names = (metric: ScalingMetric): string[] =>
    demandOf(metric, chat).candidates.map(({ name }) => name);

  it('is the sum over pods for an average per pod, and its target carries over', () => {
    const mapping = demandOf({ type: 'Pods', metric: 'http_requests_per_second' }, chat);
    expect(mapping).toMatchObject({
      role: 'arrivals',
      mapped: true,
      candidates: [
        {
          name: 'total http_requests_per_second',
          target: 'same',
          query: {
            id: 'pods-metric{kind="Deployment",metric="http_requests_per_second",name="llm-chat",namespace="prod"}',
          },
        },
      ],
    });
    expect(mapping.why).toMatch(/its sum over all pods is forecast/);
  });

  it('is the metric itself where that is demand of the whole workload', () => {
    const ingress = { kind: 'Ingress', namespace: 'prod', name: 'chat' };
    expect(
      demandOf({ type: 'Object', metric: 'requests_per_second', describedObject: ingress }, chat),
    ).toMatchObject({ mapped: false, candidates: [{ name: 'requests_per_second', target: 'fixed' }] });
    expect(demandOf({ type: 'External', metric: 'orders_per_second' }, chat)).toMatchObject({
      mapped: false,
      candidates: [{ target: 'fixed' }],
    });
  });

  it.each([
    [{ type: 'Pods', metric: 'inference_queue_depth' }, /is a queue/],
    [{ type: 'Pods', metric: 'gpu_utilization' }, /is a share of what the pods can do/],
    [
      { type: 'Object', metric: 'latency_p95', describedObject: { ...chat, kind: 'Service' } },
      /is a latency/,
    ],
    [{ type: 'External', metric: 'jobs_waiting' }, /is a queue/],
  ] as const)('is what comes in at the workload for %o', (metric, why) => {
    const mapping = demandOf(metric, chat);
    expect(mapping.mapped).toBe(true);
    expect(mapping.why).toMatch(why);
    expect(mapping.candidates.every(({ target }) => target === 'measure')).toBe(true);
    expect(names(metric)[0]).toBe('requests');
    expect(names(metric).at(-1)).toBe('total-cpu');
  });

  it('is what arrives at the broker for a backlog of one, for the labels that both have', () => {
    const lag = demandOf(
      {
        type: 'External',
        metric: 'kafka_consumergroup_lag',
        selector: { matchLabels: { topic: 'o"rders', consumergroup: 'billing' } },
      },
      chat,
    );
    expect(lag.candidates[0]!.query.promql).toBe(
      'sum(rate(kafka_topic_partition_current_offset{topic="o\\"rders"}[5m]))',
    );
    expect(lag.candidates[0]!.target).toBe('measure');
    const rabbit = demandOf(
      {
        type: 'External',
        metric: 'rabbitmq_queue_messages_ready',
        selector: { matchExpressions: [{ key: 'queue', operator: 'In', values: ['a', 'b'] }] },
      },
      chat,
    );
    expect(rabbit.candidates[0]!.query.promql).toBe(
      'sum(rate(rabbitmq_queue_messages_published_total{queue=~"a|b"}[5m]))',
    );
    expect(rabbit.why).toMatch(/what arrives at its broker/);
  });

  it('is the total for cpu and memory, and the requests, else the busy devices, for a GPU', () => {
    expect(names({ type: 'Resource', resource: 'cpu' })).toEqual(['total-cpu', 'total-cpu']);
    expect(names({ type: 'ContainerResource', resource: 'memory' })).toEqual([
      'total-memory',
      'total-memory',
    ]);
    expect(demandOf({ type: 'Resource', resource: 'cpu' }, chat).candidates[0]!.target).toBe('same');
    const gpu = names({ type: 'Resource', resource: 'nvidia.com/gpu' });
    expect([gpu[0], ...gpu.slice(-2)]).toEqual(['requests', 'busy-gpus', 'total-cpu']);
  });
});

describe('the demand in an expression', () => {
  it.each([
    ['avg(rate(http_requests_total[5m]))', 'sum(rate(http_requests_total[5m]))'],
    [' avg (x{path=")("}) ', 'sum (x{path=")("})'],
    ['sum(rate(a_total[5m])) / count(up{job="a"})', 'sum(rate(a_total[5m]))'],
  ])('%s → %s', (promql, summed) => {
    expect(demandOfExpression(promql)).toMatchObject({ promql: summed, mapped: true });
  });

  it.each([
    'sum(rate(http_requests_total[5m]))',
    'avg(a_total) + avg(b_total)',
    'avg(a_total) / 2',
    'avg by (pod) (a_total)',
    'sum(a_total) / sum(b_total)',
    'sum(a_total) / count(b_total) + 1',
    'avg(a_total',
  ])('%s stays as it is', (promql) => {
    expect(demandOfExpression(promql)).toMatchObject({ promql, mapped: false });
    expect(demandOfExpression(promql).why).toBeUndefined();
  });

  it('warns of what scaling shapes, and says so beside a change too', () => {
    expect(demandOfExpression('sum(vllm:num_requests_waiting)')).toMatchObject({
      mapped: false,
      role: 'queue',
      why: expect.stringMatching(/^a queue is shaped by our own scaling/) as string,
    });
    expect(demandOfExpression('avg(queue_depth{a="b"})')).toMatchObject({
      mapped: true,
      why: expect.stringMatching(/sum\(queue_depth.*; a queue is shaped/) as string,
    });
    expect(demandOfExpression('{__name__="gpu_utilization"}')).toMatchObject({ role: 'utilization' });
    expect(
      demandOfExpression('histogram_quantile(0.95, sum by (le) (rate(req_latency_bucket[5m])))').role,
    ).toBe('latency');
  });
});
