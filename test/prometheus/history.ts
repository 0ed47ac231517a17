import { cadvisorSeries, type ContainerRuntime } from '../controlplane/exporters/cadvisor.ts';
import { dcgmSeries } from '../controlplane/exporters/dcgm-exporter.ts';
import {
  counter,
  gauge,
  type HistoryPod,
  type HistoryWindow,
  scrapeTimes,
} from '../controlplane/exporters/history.ts';
import {
  deploymentSeries,
  nodeStateSeries,
  podStateSeries,
} from '../controlplane/exporters/kube-state-metrics.ts';
import { nodeExporterSeries } from '../controlplane/exporters/node-exporter.ts';
import { sqsSeries } from '../controlplane/exporters/queue-exporters.ts';
import { vllmSeries } from '../controlplane/exporters/vllm.ts';
import type { SampleSeries } from '../controlplane/open-metrics.ts';

const gibibyte = 2 ** 30;

export const endSeconds = Date.parse('2026-11-19T10:00:00Z') / 1000;
export const window: HistoryWindow = { startSeconds: endSeconds - 2 * 3_600, endSeconds, stepSeconds: 30 };

/** Names as Kubernetes generates them, so that patterns are held to what they meet. */
export const pods = {
  web: ['web-6f9c7d8b5-x2v9k', 'web-6f9c7d8b5-bz4tw', 'web-6f9c7d8b5-q7nfm'],
  webApi: ['web-api-7c5d9f6b4-5kx2p', 'web-api-7c5d9f6b4-ggh8r'],
  chat: ['chat-5b8f6c9d7-zw4lv'],
  database: ['web-0'],
} as const;

const oomKilled = pods.web[1];
const restartedAt = endSeconds - 1_800;

/** A small cluster whose use is constant, so that each query has one right answer. */
export function clusterHistory(
  runtime: ContainerRuntime = 'containerd',
  honorLabels = true,
): readonly SampleSeries[] {
  const all = historyPods();
  const times = scrapeTimes(window);
  const renamed = (series: readonly SampleSeries[]): readonly SampleSeries[] =>
    honorLabels ? series : series.map(asWithoutHonorLabels);
  return [
    ...cadvisorSeries(all, window, runtime),
    ...renamed([
      ...podStateSeries(all, window),
      ...deploymentSeries({ namespace: 'shop', deployment: 'web', replicas: () => 3 }, window),
      gauge(
        'kube_pod_container_status_last_terminated_reason',
        { namespace: 'shop', pod: oomKilled, uid: uid(oomKilled), container: 'web', reason: 'OOMKilled' },
        times.filter((time) => time >= restartedAt),
        () => 1,
      ),
    ]),
    ...['node-a', 'node-b'].flatMap((node, index) => [
      ...nodeStateSeries(
        { node, allocatable: { cpu: 4, memory: 16 * gibibyte, nvidia_com_gpu: index } },
        window,
      ),
      ...nodeExporterSeries(
        {
          node,
          address: `10.0.0.${10 + index}`,
          cpus: 4,
          memoryBytes: 16 * gibibyte,
          usedCores: () => 2 + index,
          usedMemoryBytes: () => (6 + index) * gibibyte,
        },
        window,
      ),
    ]),
    ...[0, 1].flatMap((index) =>
      dcgmSeries(
        {
          node: 'node-b',
          index,
          modelName: 'NVIDIA L4',
          memoryMebibytes: 24_000,
          utilizationPercent: () => (index === 0 ? 80 : 0),
          usedMebibytes: () => (index === 0 ? 18_000 : 0),
          ...(index === 0 && { workload: { namespace: 'shop', pod: pods.chat[0], container: 'vllm' } }),
        },
        window,
        { honorLabels },
      ),
    ),
    ...vllmSeries(
      {
        namespace: 'shop',
        pod: pods.chat[0],
        modelName: 'm',
        running: () => 12,
        waiting: () => 6,
        kvCacheUsage: () => 0.7,
        requestsPerSecond: () => 2,
        generationTokensPerSecond: () => 500,
        timeToFirstTokenSeconds: 0.4,
      },
      window,
    ),
    ...sqsSeries(
      {
        queueName: 'orders',
        accountId: '1',
        region: 'eu-west-1',
        visibleMessages: () => 120,
        oldestMessageSeconds: () => 30,
      },
      window,
    ),
    ...webTraffic(times),
  ];
}

function historyPods(): readonly HistoryPod[] {
  const pod = (name: string, index: number, container: HistoryPod['containers'][number]): HistoryPod => ({
    namespace: 'shop',
    name,
    uid: uid(name),
    node: index % 2 === 0 ? 'node-a' : 'node-b',
    replicaSet: name.slice(0, name.lastIndexOf('-')),
    startedAtSeconds: window.startSeconds,
    containers: [container],
  });
  const web = {
    image: 'web',
    memoryBytes: () => 0.25 * gibibyte,
    requests: { cpu: 0.25, memory: 0.5 * gibibyte },
  };
  return [
    ...pods.web.map((name, index) =>
      pod(name, index, {
        ...web,
        name: 'web',
        cpuCores: () => 0.2,
        limits: { cpu: 0.2, memory: gibibyte },
        restartedAt: name === oomKilled ? [restartedAt] : [],
      }),
    ),
    ...pods.webApi.map((name, index) => pod(name, index, { ...web, name: 'web', cpuCores: () => 1.5 })),
    ...pods.database.map((name, index) =>
      pod(name, index, { ...web, name: 'postgres', cpuCores: () => 0.7 }),
    ),
    ...pods.chat.map((name) =>
      pod(name, 1, {
        name: 'vllm',
        image: 'vllm',
        cpuCores: () => 1,
        memoryBytes: () => 4 * gibibyte,
        requests: { cpu: 2, memory: 8 * gibibyte, nvidia_com_gpu: 1 },
        limits: { nvidia_com_gpu: 1 },
      }),
    ),
  ];
}

/** 4 requests a second on each pod of `web`, each answered in 0.1 s; 100 on those of `web-api`. */
function webTraffic(times: readonly number[]): readonly SampleSeries[] {
  return [...pods.web, ...pods.webApi].flatMap((pod) => {
    const labels = { namespace: 'shop', pod, container: 'web', instance: `${pod}:8080` };
    const rate = pod.startsWith('web-api') ? 100 : 4;
    return [
      counter('http_requests_total', { ...labels, code: '200' }, times, () => rate * 0.75),
      counter('http_requests_total', { ...labels, code: '500' }, times, () => rate * 0.25),
      ...['0.05', '0.1', '0.2', '+Inf'].map((le) =>
        counter('http_request_duration_seconds_bucket', { ...labels, le }, times, () =>
          Number(le) >= 0.1 || le === '+Inf' ? rate : 0,
        ),
      ),
      gauge('in_flight', labels, times, () => rate / 10),
    ];
  });
}

/** What Prometheus stores of an exporter that speaks of other pods when the scrape does not honor its labels. */
function asWithoutHonorLabels({ name, labels, samples }: SampleSeries): SampleSeries {
  const renamed = Object.entries(labels).map(([key, value]) => [
    ['namespace', 'pod', 'container'].includes(key) ? `exported_${key}` : key,
    value,
  ]);
  const exporter = {
    namespace: 'monitoring',
    pod: 'kube-state-metrics-5d4f8c7b9-x2v9k',
    container: 'kube-state-metrics',
  };
  return { name, labels: { ...Object.fromEntries(renamed), ...exporter }, samples };
}

function uid(name: string): string {
  return `uid-of-${name}`;
}
