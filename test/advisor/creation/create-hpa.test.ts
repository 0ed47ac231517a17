import { describe, expect, it } from 'vitest';

import { type CreationPlan, type CreationSources, type HpaRequest, planHpa } from '#core/advisor/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import { SourceError } from '#core/ports/index.ts';
import { podsMetric, readyReplicas, requestRateCandidates } from '#core/promql/index.ts';
import type { TimeSeries } from '#core/stats/index.ts';
import {
  memoryCluster,
  memoryMetrics,
  memoryMetricsApis,
  type MemoryMetricsApisOptions,
  type MemoryServedMetric,
} from '#core/testing/index.ts';
import { parseQuantity, type Quantity } from '#core/units/index.ts';

import { hpa, vpa, workload } from './setting.ts';

const NOW = Date.parse('2026-11-19T10:00:00Z');
const chat = { group: 'apps', kind: 'Deployment', name: 'chat' };

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function sources(
  objects: readonly KubernetesObject[] = [workload('Deployment', 'chat')],
  served: readonly MemoryServedMetric[] = [],
  options: MemoryMetricsApisOptions = {},
): CreationSources {
  return {
    cluster: memoryCluster(objects),
    apis: memoryMetricsApis(served, options),
    clock: { now: () => NOW },
    openMetrics: () => Promise.resolve(undefined),
  };
}

const request = (changes: Partial<HpaRequest> = {}): HpaRequest => ({
  namespace: 'prod',
  target: chat,
  minReplicas: 2,
  maxReplicas: 10,
  metric: { name: 'queue_depth', target: { kind: 'auto', quantity: quantity('10') } },
  ...changes,
});

async function planned(changes: Partial<HpaRequest>, from = sources()): Promise<CreationPlan> {
  const plan = await planHpa(request(changes), from);
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
}

const metricsOf = ({ object }: CreationPlan): unknown => (object.spec as { metrics: unknown }).metrics;
const errors = ({ problems }: CreationPlan): readonly string[] =>
  problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);

const average = (value: string): object => ({ type: 'AverageValue', averageValue: value });
const queueServed: MemoryServedMetric = {
  metric: 'pods/queue_depth',
  values: { 'chat-a': '6', 'chat-b': '9' },
};

describe('planning an HPA', () => {
  it('writes what was asked for and says what the metric is now', async () => {
    const plan = await planned({}, sources(undefined, [queueServed]));
    expect(plan.object).toEqual({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'chat', namespace: 'prod' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [{ type: 'Pods', pods: { metric: { name: 'queue_depth' }, target: average('10') } }],
      },
    });
    expect(plan.problems).toEqual([]);
    expect(plan.lint.findings).toEqual([]);
    expect(plan.basis).toContain('pods/queue_depth is served: now 7.5 a pod over 2 pods (target 10 a pod)');
  });

  it.each<readonly [string, Partial<HpaRequest['metric']>, readonly MemoryServedMetric[], object]>([
    [
      'cpu in per cent',
      { name: 'cpu', target: { kind: 'utilization', percent: 70 } },
      [],
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
    ],
    [
      'memory of one container',
      { name: 'memory', container: 'app', target: { kind: 'auto', quantity: quantity('1Gi') } },
      [],
      {
        type: 'ContainerResource',
        containerResource: { name: 'memory', container: 'app', target: average('1Gi') },
      },
    ],
    [
      'what is served as external only',
      { name: 'sqs', selector: { queue: 'jobs' } },
      [{ metric: 'external/sqs', values: { all: '40' } }],
      {
        type: 'External',
        external: {
          metric: { name: 'sqs', selector: { matchLabels: { queue: 'jobs' } } },
          target: average('10'),
        },
      },
    ],
    [
      'an external metric that no list names',
      { name: 'kafka', type: 'external' },
      [{ metric: 'external/kafka', values: { all: '40' }, unlisted: true }],
      { type: 'External', external: { metric: { name: 'kafka' }, target: average('10') } },
    ],
    [
      'the whole value of an object',
      { name: 'rps', object: { apiVersion: 'v1', kind: 'Service', name: 'chat' } },
      [{ metric: 'services/rps', values: { chat: '40' } }],
      {
        type: 'Object',
        object: {
          metric: { name: 'rps' },
          describedObject: { apiVersion: 'v1', kind: 'Service', name: 'chat' },
          target: { type: 'Value', value: '10' },
        },
      },
    ],
  ])('finds the type of %s', async (_what, metric, served, entry) => {
    const plan = await planned({ metric: { ...request().metric, ...metric } }, sources(undefined, served));
    expect(metricsOf(plan)).toEqual([entry]);
    expect(errors(plan)).toEqual([]);
  });

  it.each<readonly [string, Partial<HpaRequest>, CreationSources, RegExp]>([
    [
      'a metric that nobody serves',
      {},
      sources(undefined, []),
      /^pods\/queue_depth is not served by custom\.metrics/,
    ],
    [
      'an API that nobody registered',
      {},
      sources(undefined, [], { unregistered: ['custom'] }),
      /custom\.metrics\.k8s\.io is not registered/,
    ],
    [
      'no metrics-server',
      { metric: { name: 'cpu', target: { kind: 'utilization', percent: 70 } } },
      sources(undefined, [], { servesResources: false }),
      /metrics\.k8s\.io is not registered/,
    ],
    [
      'another HPA of the target',
      {},
      sources([workload('Deployment', 'chat'), hpa('old', 'chat')], [queueServed]),
      /^HPA old scales Deployment chat already/,
    ],
    [
      'a ScaledObject of the target',
      {},
      sources(
        [
          workload('Deployment', 'chat'),
          {
            apiVersion: 'keda.sh/v1alpha1',
            kind: 'ScaledObject',
            metadata: { name: 'keda', namespace: 'prod' },
            spec: { scaleTargetRef: { name: 'chat' }, triggers: [] },
          },
        ],
        [queueServed],
      ),
      /^ScaledObject keda of KEDA scales Deployment chat/,
    ],
  ])('tells of %s', async (_what, changes, from, message) => {
    const plan = await planned(changes, from);
    expect(errors(plan)).toEqual([expect.stringMatching(message)]);
    expect(plan.problems[0]!.suggestions.length).toBeGreaterThan(0);
  });

  it('says where the metric is served instead, and which one may have been meant', async () => {
    const served = [
      { metric: 'services/queue_depth', values: {} },
      { metric: 'pods/queue_depths', values: {} },
    ];
    const plan = await planned({}, sources(undefined, served));
    expect(plan.problems[0]!.suggestions).toEqual([
      'it is served otherwise: --object services/NAME',
      expect.stringContaining('kubectl autoscaler metrics'),
    ]);
    const misspelt = await planned(
      { metric: { ...request().metric, name: 'queue_dept' } },
      sources(undefined, [queueServed]),
    );
    expect(misspelt.problems[0]!.suggestions[0]).toBe('did you mean queue_depth?');
  });

  it('warns of a metric without a value, and takes what may not be read for served', async () => {
    const without = await planned({}, sources(undefined, [{ metric: 'pods/queue_depth', values: {} }]));
    expect(without.problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(/has no value now for the pods/),
      }),
    ]);
    const unread = await planned({}, sources(undefined, [queueServed], { forbidden: true }));
    expect(unread.problems).toEqual([]);
    expect(unread.basis).toContain('pods/queue_depth is served; its values may not be read by you');
  });

  it.each<readonly [string, Partial<HpaRequest>, string, string, readonly string[]]>([
    [
      'with its bounds',
      { maxReplicas: 5 },
      'chat',
      'HPA chat is there already, and this takes its place',
      [],
    ],
    [
      'and says how its bounds change',
      {},
      'chat',
      'HPA chat is there already, and this takes its place: 2–5 replicas become 2–10',
      ['keep its bounds: --min-replicas 2 --max-replicas 5'],
    ],
    [
      'and says what it scaled',
      { maxReplicas: 5 },
      'web',
      'HPA chat is there already (it scales Deployment web), and this takes its place',
      [],
    ],
  ])('replaces an HPA of its own name %s', async (_what, changes, scaled, message, suggestions) => {
    const there = [workload('Deployment', 'chat'), hpa('chat', scaled)];
    const plan = await planned(changes, sources(there, [queueServed]));
    expect(plan.problems).toEqual([{ severity: 'warning', message, suggestions }]);
  });

  it.each<readonly [string, object, Partial<HpaRequest['metric']>, readonly string[]]>([
    [
      'above the limit: a forgotten per cent sign',
      { requests: { cpu: '2' }, limits: { cpu: '4' } },
      { target: { kind: 'auto', quantity: quantity('60') } },
      [
        'cpu at 60 cores a pod is more than the limit of a pod, 4 cores: it is never reached, and no pod is ever added',
        'write it in per cent of the request, if that is meant: --target-value 60%',
        'name less than 4 cores',
      ],
    ],
    [
      'above the limit of one container',
      { limits: { memory: '1Gi' } },
      { name: 'memory', container: 'app', target: { kind: 'auto', quantity: quantity('2Gi') } },
      [
        'memory of container app at 2Gi a pod is more than the limit of the container, 1Gi: it is never reached, and no pod is ever added',
        'name less than 1Gi',
      ],
    ],
    [
      'above the request, where there is no limit',
      { requests: { cpu: '500m' } },
      { target: { kind: 'auto', quantity: quantity('700m') } },
      [
        'cpu at 700m a pod is more than a pod requests, 500m: pods are added only once they use more than they ask for',
        'name less than 500m',
      ],
    ],
    [
      'as much as the limit',
      { limits: { cpu: '4' } },
      { target: { kind: 'auto', quantity: quantity('4') } },
      [],
    ],
    ['of a pod without either', {}, { target: { kind: 'auto', quantity: quantity('60') } }, []],
  ])('looks at an amount %s', async (_what, resources, metric, expected) => {
    const sized = workload('Deployment', 'chat') as { spec: any } & KubernetesObject;
    sized.spec.template.spec.containers[0].resources = resources;
    const { problems } = await planned(
      { metric: { ...request().metric, name: 'cpu', ...metric } },
      sources([sized]),
    );
    expect(problems.flatMap(({ message, suggestions }) => [message, ...suggestions])).toEqual(expected);
  });

  it('lints what it makes beside what is there', async () => {
    const bare = workload('Deployment', 'chat') as { spec: any } & KubernetesObject;
    bare.spec.template.spec.containers[0].resources = {};
    const cpu = { name: 'cpu', target: { kind: 'utilization', percent: 70 } } as const;
    const rules = async (objects: readonly KubernetesObject[]): Promise<readonly string[]> =>
      (await planned({ metric: cpu }, sources(objects))).lint.findings.map(({ ruleId }) => ruleId);
    expect(await rules([bare])).toContain('hpa-missing-request');
    expect(await rules([workload('Deployment', 'chat'), vpa('chat', 'chat', 'Recreate')])).toContain(
      'vpa-hpa-same-metric',
    );
    expect(await rules([workload('Deployment', 'chat')])).toEqual([]);
  });

  it('tells who delivers the target', async () => {
    const delivered = workload('Deployment', 'chat', {
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:prod/chat' },
    });
    const plan = await planned({}, sources([delivered], [queueServed]));
    expect(plan.problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(/delivered by Argo CD \(shop\)/),
      }),
    ]);
  });

  it('is told of a target that is not there', async () => {
    await expect(planHpa(request(), sources([]))).rejects.toThrow(SourceError);
  });

  it.each<readonly [string, Partial<HpaRequest>, RegExp]>([
    ['a kind without replicas', { target: { ...chat, kind: 'DaemonSet' } }, /cannot scale daemonset\/chat/],
    ['a minimum above the maximum', { minReplicas: 11 }, /--min-replicas 11 is above --max-replicas 10/],
    [
      'per cent of what has no request',
      { metric: { name: 'queue_depth', target: { kind: 'utilization', percent: 70 } } },
      /in per cent is of a request/,
    ],
    [
      'the whole value of pods',
      { metric: { name: 'queue_depth', type: 'pods', target: { kind: 'value', quantity: quantity('1') } } },
      /held at an average a pod/,
    ],
    ['an object that is not named', { metric: { ...request().metric, type: 'object' } }, /needs the object/],
  ])('refuses %s', async (_what, changes, message) => {
    const plan = await planHpa(request(changes), sources());
    expect(plan).toMatchObject({ ok: false, error: { message: expect.stringMatching(message) } });
  });
});

const STEP = 300_000;
/** Two days. */
const TIMES = Array.from({ length: 576 }, (_, index) => NOW - (575 - index) * STEP);

function series(value: (index: number) => number, labels: Readonly<Record<string, string>> = {}): TimeSeries {
  return { labels, timestampsMs: TIMES, values: TIMES.map((_, index) => value(index)) };
}

/** Two pods whose queue is above its target in the last quarter of each day, when they are asked for more than they serve. */
function history(carried: number): CreationSources['openMetrics'] {
  const ref = { ...chat, namespace: 'prod' };
  const busy = (index: number): boolean => index % 288 >= 216;
  const [requests] = requestRateCandidates(ref);
  const metrics = memoryMetrics({
    [requests!.id]: [series((index) => (busy(index) ? 4 * carried : 2 * carried))],
    [readyReplicas(ref).id]: [series(() => 2)],
    [podsMetric(ref, { metric: 'queue_depth' }).id]: ['chat-a', 'chat-b'].map((pod) =>
      series((index) => (busy(index) ? 30 : 2), { pod }),
    ),
  });
  return () => Promise.resolve(metrics);
}

describe('the forecast beside a metric', () => {
  const predictive = {};
  const names = (plan: CreationPlan): readonly (readonly [string, string])[] =>
    (metricsOf(plan) as { pods: { metric: { name: string }; target: { averageValue: string } } }[]).map(
      ({ pods }) => [pods.metric.name, pods.target.averageValue],
    );
  const offline: CreationSources = {
    clock: { now: () => NOW },
    openMetrics: () => Promise.resolve(undefined),
  };

  it('of a rate is its own, at its own target', async () => {
    const metric = {
      name: 'requests_per_second',
      target: { kind: 'auto', quantity: quantity('100') },
    } as const;
    expect(names(await planned({ metric, predictive }, offline))).toEqual([
      ['requests_per_second', '100'],
      ['forecast_requests_per_second', '100'],
    ]);
  });

  it.each([30, 60])(
    'of a queue is that of demand, at the %d requests/s that a pod was seen to serve',
    async (carried) => {
      const plan = await planned({ predictive }, { ...offline, openMetrics: history(carried) });
      expect(names(plan)).toEqual([
        ['queue_depth', '10'],
        ['requests_per_second', String(carried)],
        ['forecast_requests_per_second', String(carried)],
      ]);
      expect(plan.manifest).toContain(
        '# pods/queue_depth is shaped by scaling: demand is pods/requests_per_second',
      );
      expect(plan.manifest.replaceAll('\n#  ', '')).toContain(
        `# ${carried} requests/s a pod: what a pod carried at most`,
      );
    },
  );

  it('takes demand and its target as told', async () => {
    const told = { demandMetric: 'tokens_per_second', demandTarget: quantity('2k') };
    expect(names(await planned({ predictive: told }, offline))).toEqual([
      ['queue_depth', '10'],
      ['tokens_per_second', '2k'],
      ['forecast_tokens_per_second', '2k'],
    ]);
    const object = { apiVersion: 'v1', kind: 'Service', name: 'chat' };
    const ofService = await planned({ predictive: { ...told, demandObject: object } }, offline);
    expect(metricsOf(ofService)).toMatchObject([
      { type: 'Pods' },
      { type: 'Object', object: { metric: { name: 'tokens_per_second' }, describedObject: object } },
      { type: 'Object', object: { metric: { name: 'forecast_tokens_per_second' }, target: average('2k') } },
    ]);
  });

  it.each<readonly [string, Partial<HpaRequest>, CreationSources, RegExp]>([
    ['no history', {}, offline, /cannot be measured: there is no Prometheus to ask/],
    [
      'history of a few hours',
      {},
      { ...offline, clock: { now: () => TIMES[100]! }, openMetrics: history(30) },
      /12 h are needed/,
    ],
    [
      'a backlog outside of the cluster',
      {
        metric: {
          name: 'sqs_messages_visible',
          type: 'external',
          target: { kind: 'auto', quantity: quantity('9') },
        },
      },
      offline,
      /is what waits, not what arrives/,
    ],
    [
      'a target in all',
      {
        metric: {
          name: 'requests_per_second',
          object: { apiVersion: 'v1', kind: 'Service', name: 'chat' },
          target: { kind: 'auto', quantity: quantity('9') },
        },
      },
      offline,
      /divided by what one pod serves/,
    ],
  ])('is refused with %s, and what to say is said', async (_what, changes, from, message) => {
    const plan = await planHpa(request({ ...changes, predictive }), from);
    expect(plan).toMatchObject({ ok: false, error: { message: expect.stringMatching(message) } });
    if (!plan.ok) expect(plan.error.suggestions.join(' ')).toMatch(/--demand-target/);
  });

  it('must be served as well', async () => {
    const metric = {
      name: 'requests_per_second',
      target: { kind: 'auto', quantity: quantity('100') },
    } as const;
    const served = [{ metric: 'pods/requests_per_second', values: { 'chat-a': '80' } }];
    const plan = await planned({ metric, predictive }, sources(undefined, served));
    expect(errors(plan)).toEqual([
      expect.stringMatching(/^pods\/forecast_requests_per_second is not served/),
    ]);
  });
});
