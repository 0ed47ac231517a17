import { describe, expect, it } from 'vitest';

import type { AdvisorSources } from '#core/advisor/analyze.ts';
import { explainHpa } from '#core/advisor/explain/explain-hpa.ts';
import type { HpaExplanation } from '#core/advisor/explain/explanation.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import {
  containerCpuUsage,
  containerMemoryWorkingSet,
  externalMetric,
  specReplicas,
} from '#core/promql/index.ts';
import type { TimeSeries } from '#core/stats/time-series.ts';
import { memoryCluster, type MemoryClusterOptions } from '#core/testing/memory-cluster.ts';
import { memoryMetrics } from '#core/testing/memory-metrics.ts';

const MINUTE = 60_000;
const nowMs = Date.UTC(2026, 7, 1, 12);
const ref = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };
const ago = (minutes: number): string => new Date(nowMs - minutes * MINUTE).toISOString();

type Values = (minutesAgo: number) => number | undefined;

/** A sample a minute over the last two hours; none where there is no value. */
function series(labels: Record<string, string>, valueAt: Values): TimeSeries {
  const samples = Array.from({ length: 121 }, (_, index) => 120 - index).flatMap((minutes) => {
    const value = valueAt(minutes);
    return value === undefined ? [] : [{ timestampMs: nowMs - minutes * MINUTE, value }];
  });
  return {
    labels,
    timestampsMs: samples.map(({ timestampMs }) => timestampMs),
    values: samples.map(({ value }) => value),
  };
}

interface Situation {
  readonly replicas?: Values;
  /** Of each pod, in cores; the request is one core and the target 50 %. */
  readonly cpu?: (pod: number, minutesAgo: number) => number | undefined;
  readonly pods?: number;
  /** The container of the pods; one that requests a core when left out. */
  readonly container?: object;
  readonly hpa?: object;
  readonly status?: object;
  readonly more?: readonly KubernetesObject[];
  readonly cluster?: MemoryClusterOptions;
  readonly noDeployment?: boolean;
  readonly noMetrics?: boolean;
  /** Nobody serves metrics.k8s.io. */
  readonly noUsageServed?: boolean;
}

const cpuMetric = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
};
const requests = { requests: { cpu: '1' } };
const labels = { app: 'web' };

function hpaObject(name: string, spec: object = {}, status?: object): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'shop' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [cpuMetric],
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  };
}

function sourcesOf(situation: Situation): AdvisorSources {
  const { replicas = () => 4, cpu = () => 0.5, pods = 4 } = situation;
  const containers = [situation.container ?? { name: 'app', resources: requests }];
  const deployment: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas: replicas(0),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
    status: { replicas: pods, readyReplicas: pods },
  };
  const objects: KubernetesObject[] = [
    hpaObject('web', situation.hpa, situation.status),
    ...(situation.noDeployment === true ? [] : [deployment]),
    ...Array.from({ length: pods }, (_, index): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `web-${index}`, namespace: 'shop', labels },
      spec: { containers },
      status: {
        phase: 'Running',
        startTime: ago(600),
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(599) }],
      },
    })),
    ...(situation.noUsageServed === true ? [] : servedUsage(cpu, pods)),
    ...(situation.more ?? []),
  ];
  const ofPods = (factor: number): TimeSeries[] =>
    Array.from({ length: 10 }, (_, pod) =>
      series({ pod: `web-${pod}`, container: 'app' }, (minutes) => {
        const value = cpu(pod, minutes);
        return value === undefined ? undefined : value * factor;
      }),
    );
  return {
    cluster: memoryCluster(objects, situation.cluster),
    clock: { now: () => nowMs },
    ...(situation.noMetrics === true
      ? {}
      : {
          metrics: memoryMetrics(
            {
              [specReplicas(ref).id]: [series({}, replicas)],
              [containerCpuUsage(ref).id]: ofPods(1),
              [containerMemoryWorkingSet(ref).id]: ofPods(2 ** 30),
              [externalMetric('shop', { metric: 'queue' }).id]: [series({}, () => 90)],
            },
            { lookbackMs: 2 * MINUTE },
          ),
        }),
  };
}

/** What a metrics server says of pods that use now what their history ends with. */
function servedUsage(cpu: NonNullable<Situation['cpu']>, pods: number): KubernetesObject[] {
  return Array.from({ length: pods }, (_, pod) => [pod, cpu(pod, 0)] as const).flatMap(([pod, cores]) =>
    cores === undefined ? [] : [podMetrics(pod, cores)],
  );
}

function podMetrics(pod: number, cores: number): KubernetesObject {
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: { name: `web-${pod}`, namespace: 'shop' },
    timestamp: ago(0),
    window: '15s',
    containers: [{ name: 'app', usage: { cpu: `${cores * 1e9}n`, memory: '1Gi' } }],
  };
}

function apiService(available: 'True' | 'False'): KubernetesObject {
  const message = 'no endpoints available';
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: { service: { namespace: 'kube-system', name: 'metrics-server' } },
    status: { conditions: [{ type: 'Available', status: available, reason: 'MissingEndpoints', message }] },
  };
}

function explain(
  situation: Situation,
  options: Parameters<typeof explainHpa>[3] = {},
): Promise<HpaExplanation> {
  return explainHpa(sourcesOf(situation), 'shop', 'web', options);
}

describe('why an HPA has its replicas', () => {
  it('within tolerance: both thresholds, and nothing in the way but the window', async () => {
    const found = await explain({});
    expect(found).toMatchObject({ currentReplicas: 4, desiredReplicas: 4, metricReplicas: 4 });
    expect(found.answer).toContain('stays at 4');
    expect(found.outlook.up.text).toBe('cpu at 56 % or more (now 50 %)');
    expect(found.outlook.down.text).toBe('cpu at 37 % or less (now 50 %)');
    expect(found.metrics).toMatchObject([{ metric: 'cpu', value: '50 %', target: '50 %', proposal: 4 }]);
  });

  it('held by stabilization: says at what, until when, and what the metrics ask for', async () => {
    // Until two minutes ago 5 were asked for; the last sample that did is then.
    const found = await explain({
      replicas: () => 5,
      pods: 5,
      cpu: (pod, minutes) => (pod >= 5 ? undefined : minutes >= 2 ? 0.5 : 0.2),
    });
    expect(found).toMatchObject({ currentReplicas: 5, desiredReplicas: 5, metricReplicas: 2 });
    expect(found.answer).toContain('stays at 5 though the metrics ask for 2');
    const [blocker] = found.outlook.down.blockers;
    expect(blocker).toMatchObject({ kind: 'stabilization' });
    expect(blocker?.text).toContain('Stabilization (5 min)');
    // The sample of two minutes ago is the newest until a minute ago, less a step of 15 s; five minutes from then.
    expect(Date.parse(blocker?.until ?? '')).toBe(nowMs - MINUTE - 15_000 + 5 * MINUTE);
  });

  it('held by a policy: the replicas that were added count against it', async () => {
    const found = await explain({
      hpa: { behavior: { scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 600 }] } } },
      replicas: (minutes) => (minutes > 3 ? 2 : 4),
      cpu: () => 1,
    });
    expect(found).toMatchObject({ currentReplicas: 4, desiredReplicas: 4, metricReplicas: 8 });
    const rate = found.outlook.up.blockers.find(({ kind }) => kind === 'rate-limit');
    expect(Date.parse(rate?.until ?? '')).toBe(nowMs - 3 * MINUTE + 600_000);
  });

  it('at its maximum: no value of a metric helps', async () => {
    const found = await explain({ hpa: { maxReplicas: 4 }, cpu: () => 1 });
    expect(found.answer).toContain('stays at 4 though the metrics ask for 8');
    expect(found.outlook.up.text).toBe('at no value: maxReplicas is 4.');
  });

  it('takes usage from the metrics API where it is served, as the controller does', async () => {
    const more = [0, 1, 2, 3].map((pod) => podMetrics(pod, 0.8));
    const found = await explain({ noUsageServed: true, more });
    expect(found).toMatchObject({ metricReplicas: 7, desiredReplicas: 7 });
    expect(found.metrics[0]).toMatchObject({ value: '80 %' });
    expect(found.metrics[0]?.basis.source).toContain('metrics API');
  });

  it('without metrics it goes by what the controller wrote into the status', async () => {
    const status = {
      currentReplicas: 4,
      desiredReplicas: 6,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: 75, averageValue: '750m' } },
        },
      ],
      conditions: [{ type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message: 'ok' }],
    };
    const found = await explain({
      noMetrics: true,
      status,
      cluster: { forbidden: [{ group: 'metrics.k8s.io', kind: 'PodMetrics' }] },
    });
    expect(found).toMatchObject({ desiredReplicas: 6, controller: { desiredReplicas: 6, agrees: true } });
    expect(found.metrics[0]?.basis.source).toContain('status');
    expect(found.notes.join(' ')).toContain('no metrics were read');
  });

  it('an external metric beside: the larger proposal decides', async () => {
    const external = {
      type: 'External',
      external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '10' } },
    };
    const found = await explain({ hpa: { metrics: [cpuMetric, external] } });
    expect(found.metricReplicas).toBe(9);
    expect(found.metrics.map(({ decides }) => decides)).toEqual([false, true]);
  });
});

describe('what it cannot see, or cannot do', () => {
  it('a target that is not there', async () => {
    const found = await explain({ noDeployment: true });
    expect(found.answer).toContain('cannot act');
    expect(found.outlook.up.text).toContain('there is no Deployment web');
  });

  it('two HPAs on one target', async () => {
    const found = await explain({ more: [hpaObject('other')] });
    expect(found.answer).toContain('shop/web shop/other');
    expect(found.desiredReplicas).toBe(4);
  });

  it('says what may not be read, and goes on with the rest', async () => {
    const forbidden = [{ group: '', kind: 'Pod' }];
    const found = await explain({ cluster: { forbidden } });
    expect(found.metricReplicas).toBe(4);
    expect(found.notes.join(' ')).toContain('may not list Pod: pods are taken to be ready');
  });

  it.each([
    {
      title: 'nobody serves it',
      more: [],
      said: 'the server could not find the requested resource (get pods.metrics.k8s.io)',
      todo: 'Install metrics-server',
    },
    {
      title: 'its server is away',
      more: [apiService('False')],
      said: 'the server is currently unable to handle the request (get pods.metrics.k8s.io)',
      todo: 'no endpoints available): look at the pods of Service kube-system/metrics-server',
    },
    {
      title: 'its registration may not be read',
      more: [],
      cluster: { forbidden: [{ group: 'apiregistration.k8s.io', kind: 'APIService' }] },
      said: undefined,
      todo: 'either nobody serves metrics.k8s.io (install metrics-server) or it has no sample',
    },
    {
      title: 'it has no sample yet',
      more: [apiService('True')],
      said: undefined,
      todo: '“kubectl top pods” shows what it has',
    },
  ])('no usage in the metrics API, $title: the controller’s error, and what to do', async (served) => {
    const { more, cluster = {} } = served;
    const found = await explain({ noUsageServed: true, cpu: () => 1, more, cluster });
    const error =
      served.said === undefined
        ? 'no metrics returned from resource metrics API'
        : `unable to fetch metrics from resource metrics API: ${served.said}`;
    expect(found.answer).toContain('stays at 4 because it cannot act (FailedGetResourceMetric)');
    expect(found.answer).toContain(
      `failed to get cpu utilization: unable to get metrics for resource cpu: ${error}`,
    );
    expect(found.notes.join(' ')).toContain(served.todo);
    expect(found.notes).toContain('with the usage that Prometheus has, the metrics would ask for 8');
  });

  it('an HPA that is not there: names those that are', async () => {
    await expect(explainHpa(sourcesOf({}), 'shop', 'nope', {})).rejects.toMatchObject({
      code: 'not-found',
      details: { suggestions: ['name one of these: web'] },
    });
  });
});

describe('the past', () => {
  // Three pods until 60 minutes ago, six until 30 minutes ago, four since. Pods end when their samples do.
  const past: Situation = {
    replicas: (minutes) => (minutes > 60 ? 3 : minutes > 30 ? 6 : 4),
    cpu: (pod, minutes) => {
      const running = minutes > 60 ? 3 : minutes > 30 ? 6 : 4;
      return pod < running ? (minutes > 60 ? 0.9 : 0.5) : undefined;
    },
  };

  it('explains a moment with the replicas and pods of then', async () => {
    const found = await explain(past, { atMs: nowMs - 45 * MINUTE });
    expect(found).toMatchObject({ currentReplicas: 6, desiredReplicas: 6, metricReplicas: 6 });
    expect(found.at).toBe('2026-08-01T11:15:00Z');
    expect(found.controller).toBeUndefined();
  });

  it('replays a stretch: what ran, what was asked for, and since when', async () => {
    const { replay } = await explain(past, { sinceMs: 90 * MINUTE });
    expect(replay).toMatchObject({ stepSeconds: 15, decisions: 361 });
    const ran = replay?.stretches.map(({ replicas }) => replicas) ?? [];
    expect([...new Set(ran)]).toEqual([3, 6, 4]);
    const first = replay?.stretches[0];
    expect(first).toMatchObject({ replicas: 3, metricReplicas: 6, desiredReplicas: 6 });
    for (const [index, stretch] of (replay?.stretches ?? []).entries()) {
      const next = replay?.stretches[index + 1];
      if (next) expect(Date.parse(next.from) - Date.parse(stretch.to)).toBe(15_000);
    }
  });

  it('says how coarse the values are, by their changes: range queries repeat a sample until the next', async () => {
    const wavering: Situation = { cpu: (_, minutes) => 0.5 + (Math.floor(minutes / 5) % 7) / 20 };
    const { replay } = await explain(wavering, { sinceMs: 60 * MINUTE });
    expect(replay).toMatchObject({ stepSeconds: 15, changeSeconds: 300 });
    const { replay: constant } = await explain({}, { sinceMs: 60 * MINUTE });
    expect(constant).not.toHaveProperty('changeSeconds');
  });

  it('begins a new row where the reason changes for which nothing can be decided', async () => {
    const unsampled: Situation = {
      cpu: (_, minutes) => (minutes > 30 ? undefined : 0.5),
      container: { name: 'app' },
    };
    const { replay } = await explain(unsampled, { sinceMs: 60 * MINUTE });
    expect(
      replay?.stretches.map(({ text }) => /no metrics returned|missing request/.exec(text)?.[0]),
    ).toEqual(['no metrics returned', 'missing request']);
  });

  it('the same question gives the same answer', async () => {
    const [one, other] = await Promise.all([
      explain(past, { sinceMs: 30 * MINUTE }),
      explain(past, { sinceMs: 30 * MINUTE }),
    ]);
    expect(one).toEqual(other);
  });
});
