import { afterAll, beforeAll, expect, it } from 'vitest';

import { vpaView } from '#core/apis/vpa.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { seededRandom } from '#core/stats/seeded-random.ts';
import {
  containerPoliciesOf,
  cpuAmountFromCores,
  DEFAULT_RECOMMENDER_CONFIG,
  memoryAmountFromBytes,
  recommend,
  type ResourceAmounts,
  statusRecommendationsOf,
  UsageModel,
} from '#core/vpa/index.ts';

import { type ControlPlane, controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { cadvisorSeries } from './exporters/cadvisor.ts';
import {
  gauge,
  type HistoryPod,
  type HistoryWindow,
  scrapeTimes,
  type ValueAt,
} from './exporters/history.ts';
import { apply, kubectl } from './kubectl.ts';
import { simulatedNode } from './objects.ts';
import { overhear, type OverheardPrometheus, type OverheardQuestion } from './overheard-prometheus.ts';
import { type PrometheusServer, startPrometheus } from './prometheus.ts';
import { installVpaDefinitions, startVpaRecommender } from './vpa-recommender.ts';
import { waitFor } from './wait.ts';

const labels = { app: 'web' };
const containers = ['app', 'log-shipper'] as const;

/** Each bucket of the recommender's histograms is 5 % wider than the one before. */
const bucketGrowth = 1.05;

describeWith(
  [...controlPlanePrograms, 'vpa-recommender', 'prometheus', 'promtool'],
  "the VPA's recommender with its Prometheus history provider",
  () => {
    let controlPlane: ControlPlane;
    let prometheus: PrometheusServer;
    beforeAll(async () => {
      controlPlane = await startControlPlane();
      const { admin } = controlPlane.kubeconfigs;
      await installVpaDefinitions(controlPlane);
      await apply(admin, simulatedNode('node-a'), webDeployment(), webVpa());
      const rollout = ['rollout', 'status', 'deployment/web', '--timeout=60s'];
      expect((await kubectl(admin, rollout)).exitCode).toBe(0);
      const endSeconds = Math.floor(Date.now() / 60_000) * 60;
      // A rate over one minute needs two samples within it.
      const window = { startSeconds: endSeconds - 8 * 86_400, endSeconds, stepSeconds: 30 };
      const pods = await historyPods(controlPlane, window);
      prometheus = await startPrometheus({
        series: [...cadvisorSeries(pods, window), ...pods.map((pod) => podLabels(pod, window))],
      });
    }, 240_000);
    afterAll(async () => {
      await prometheus.stop();
      await controlPlane.stop();
    });

    it.each([
      ['its defaults: 8 days at a resolution of 1 h', '8d', '1h'],
      ['2 days at a resolution of 1 min', '2d', '1m'],
    ])(
      'recommends what we recommend from the same samples; %s',
      { timeout: 120_000 },
      async (_title, length, resolution) => {
        await forgetRecommendation(controlPlane);
        const between = await overhear(prometheus.url);
        const recommender = await startVpaRecommender(controlPlane, {
          prometheusUrl: between.url,
          historyLength: length,
          historyResolution: resolution,
        });
        const vpa = await recommendedVpa(controlPlane);
        await recommender.stop();
        await between.stop();

        const upstream = statusRecommendationsOf(vpaView(vpa)!);
        const ours = recommendFrom(samplesOf(between), vpa);
        expect(upstream.map(({ containerName }) => containerName).sort()).toEqual([...containers]);
        for (const { containerName, ...bounds } of upstream) {
          const own = ours.find((candidate) => candidate.containerName === containerName)!;
          for (const bound of ['lowerBound', 'target', 'upperBound'] as const) {
            for (const resource of ['cpu', 'memory'] as const) {
              const [theirs, mine] = [bounds[bound][resource]!, own[bound][resource]!];
              console.log(`${containerName} ${bound} ${resource}: theirs ${theirs} ours ${mine}`);
              expect(mine / theirs, `${containerName} ${bound} ${resource}`).toBeGreaterThan(
                1 / bucketGrowth,
              );
              expect(mine / theirs, `${containerName} ${bound} ${resource}`).toBeLessThan(bucketGrowth);
            }
          }
        }
      },
    );
  },
);

interface Sample {
  readonly pod: string;
  readonly container: string;
  readonly resource: 'cpu' | 'memory';
  readonly timeMs: number;
  readonly value: number;
}

/** The samples that the recommender read: its two range queries, first the one for CPU. */
function samplesOf(prometheus: OverheardPrometheus): readonly Sample[] {
  const ranges = prometheus.questions().filter(({ path }) => path === '/api/v1/query_range');
  expect(ranges.map(({ status }) => status)).toEqual([200, 200]);
  const samples = ranges.flatMap(samplesOfQuestion).sort((a, b) => a.timeMs - b.timeMs);
  expect(samples.length).toBeGreaterThan(500);
  return samples;
}

function samplesOfQuestion({ parameters, body }: OverheardQuestion): readonly Sample[] {
  const resource = parameters.get('query')!.startsWith('rate(') ? 'cpu' : 'memory';
  const { data } = JSON.parse(body) as {
    data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
  };
  return data.result.flatMap(({ metric, values }) =>
    values.map(([seconds, value]) => ({
      pod: metric.pod!,
      container: metric.container!,
      resource,
      timeMs: Math.round(seconds * 1000),
      value: Number(value),
    })),
  );
}

interface OwnRecommendation {
  readonly containerName: string;
  readonly lowerBound: ResourceAmounts;
  readonly target: ResourceAmounts;
  readonly upperBound: ResourceAmounts;
}

function recommendFrom(samples: readonly Sample[], vpa: KubernetesObject): readonly OwnRecommendation[] {
  const policies = containerPoliciesOf(vpaView(vpa)!);
  const model = new UsageModel({ config: DEFAULT_RECOMMENDER_CONFIG, policies });
  for (const { pod, container, resource, timeMs, value } of samples) {
    model.addContainer(pod, labels, container, timeMs);
    const amount = resource === 'cpu' ? cpuAmountFromCores(value) : memoryAmountFromBytes(value);
    model.addSample(pod, container, resource, amount, timeMs);
  }
  return recommend({
    config: DEFAULT_RECOMMENDER_CONFIG,
    policies,
    aggregates: model.aggregates(samples.at(-1)!.timeMs),
  });
}

const vpaPath = '/apis/autoscaling.k8s.io/v1/namespaces/default/verticalpodautoscalers/web';

/** So that the next recommendation is the next recommender's. */
async function forgetRecommendation({ api }: ControlPlane): Promise<void> {
  await api.patch(`${vpaPath}/status`, { status: null }).catch(() => api.patch(vpaPath, { status: null }));
}

async function recommendedVpa({ api }: ControlPlane): Promise<KubernetesObject> {
  return waitFor(
    async () => {
      const vpa = await api.get<KubernetesObject & { status?: { recommendation?: object } }>(vpaPath);
      return vpa.status?.recommendation ? vpa : undefined;
    },
    { description: 'a recommendation', timeoutSeconds: 60, intervalMilliseconds: 200 },
  );
}

function webDeployment(): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: containers.map((name) => ({ name, image: 'registry.k8s.io/pause:3.10' })),
        },
      },
    },
  };
}

function webVpa(): object {
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      updatePolicy: { updateMode: 'Off' },
    },
  };
}

/** Daily waves with noise in five-minute steps, different for each pod; the second container needs next to nothing. */
async function historyPods({ api }: ControlPlane, window: HistoryWindow): Promise<readonly HistoryPod[]> {
  const { items } = await api.get<{ items: { metadata: { name: string; uid: string } }[] }>(
    '/api/v1/namespaces/default/pods',
  );
  expect(items).toHaveLength(2);
  return items.map(({ metadata: { name, uid } }, index) => ({
    namespace: 'default',
    name,
    uid,
    node: 'node-a',
    replicaSet: name.slice(0, name.lastIndexOf('-')),
    startedAtSeconds: window.startSeconds,
    containers: [
      {
        name: 'app',
        image: 'registry.k8s.io/pause:3.10',
        cpuCores: waves(window, { seed: index + 1, mean: 0.4 + 0.2 * index, swing: 0.25, noise: 0.1 }),
        memoryBytes: waves(window, { seed: index + 7, mean: 6e8, swing: 2e8, noise: 5e7 }),
      },
      {
        name: 'log-shipper',
        image: 'registry.k8s.io/pause:3.10',
        cpuCores: () => 0.004,
        memoryBytes: waves(window, { seed: index + 11, mean: 3e7, swing: 5e6, noise: 1e6 }),
      },
    ],
  }));
}

function waves(
  window: HistoryWindow,
  { seed, mean, swing, noise }: { seed: number; mean: number; swing: number; noise: number },
): ValueAt {
  const random = seededRandom(seed);
  const stretch = 300;
  const count = Math.ceil((window.endSeconds - window.startSeconds) / stretch) + 1;
  const noises = Array.from({ length: count }, () => noise * random.normal());
  return (at) => {
    const wave = Math.sin((2 * Math.PI * at) / 86_400);
    return Math.max(0, mean + swing * wave + noises[Math.floor((at - window.startSeconds) / stretch)]!);
  };
}

function podLabels({ namespace, name }: HistoryPod, window: HistoryWindow): ReturnType<typeof gauge> {
  const label = { namespace, pod: name, label_app: 'web', job: 'kube-state-metrics' };
  return gauge('kube_pod_labels', label, scrapeTimes({ ...window, stepSeconds: 300 }), () => 1);
}
