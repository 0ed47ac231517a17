import type { SampleSeries } from '../open-metrics.ts';
import { cadvisorSeries } from './cadvisor.ts';
import { dcgmSeries } from './dcgm-exporter.ts';
import {
  type HistoryPod,
  type HistoryWindow,
  podNameSuffix,
  replicaSetName,
  stableHex,
  type ValueAt,
} from './history.ts';
import { deploymentSeries, hpaSeries, nodeStateSeries, podStateSeries } from './kube-state-metrics.ts';
import { nodeExporterSeries } from './node-exporter.ts';
import { pubSubSeries, sqsSeries } from './queue-exporters.ts';
import { vllmSeries } from './vllm.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** The figures that queries over the shop's history must find. */
export const shopFacts = {
  namespace: 'shop',
  web: { replicas: 3, cpuCoresPerPod: 0.2, memoryBytesPerPod: 300 * mebibyte, cpuRequestCores: 0.25 },
  /** Its pods' names begin with "web-", so a query for pods by the prefix "web-" alone counts them to `web`. */
  webApi: { replicas: 2, cpuCoresPerPod: 1.5, memoryBytesPerPod: gibibyte, cpuRequestCores: 2 },
  inference: { replicas: 1, gpuUtilizationPercent: 80, waitingRequests: 6 },
  sqs: { queueName: 'orders', visibleMessages: 120 },
  pubSub: { subscriptionId: 'invoices-worker', undeliveredMessages: 45 },
} as const;

/** The one ReplicaSet of each Deployment. */
export const shopReplicaSets = {
  web: replicaSetName('web', '1.4.2'),
  webApi: replicaSetName('web-api', '2.0.0'),
  inference: replicaSetName('inference', '0.14.0'),
} as const;

/**
 * The history of a small cluster as its exporters write it: Deployment `web` (one container restarted half-way) with an
 * HPA, Deployment `web-api` that shares its prefix, a vLLM server on a GPU, an SQS queue and a Pub/Sub subscription.
 * Usage is constant, so that each query has one right answer; see `shopFacts`.
 */
export function shopClusterSeries(window: HistoryWindow): readonly SampleSeries[] {
  const { web, webApi, inference, sqs, pubSub, namespace } = shopFacts;
  const constant =
    (value: number): ValueAt =>
    () =>
      value;
  const pods = shopPods(window);
  const gpuPod = pods.find((pod) => pod.replicaSet === shopReplicaSets.inference)!;
  return [
    ...cadvisorSeries(pods, window),
    ...podStateSeries(pods, window),
    ...deploymentSeries({ namespace, deployment: 'web', replicas: constant(web.replicas) }, window),
    ...deploymentSeries({ namespace, deployment: 'web-api', replicas: constant(webApi.replicas) }, window),
    ...deploymentSeries(
      { namespace, deployment: 'inference', replicas: constant(inference.replicas) },
      window,
    ),
    ...hpaSeries(
      {
        namespace,
        name: 'web',
        deployment: 'web',
        minReplicas: 2,
        maxReplicas: 10,
        currentReplicas: constant(web.replicas),
        desiredReplicas: constant(web.replicas),
      },
      window,
    ),
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
          usedCores: constant(2),
          usedMemoryBytes: constant(6 * gibibyte),
        },
        window,
      ),
    ]),
    ...dcgmSeries(
      {
        node: 'node-b',
        index: 0,
        modelName: 'NVIDIA L4',
        memoryMebibytes: 23_034,
        utilizationPercent: constant(inference.gpuUtilizationPercent),
        usedMebibytes: constant(18_000),
        workload: { namespace, pod: gpuPod.name, container: 'vllm' },
      },
      window,
    ),
    ...vllmSeries(
      {
        namespace,
        pod: gpuPod.name,
        modelName: 'meta-llama/Llama-3.1-8B-Instruct',
        running: constant(12),
        waiting: constant(inference.waitingRequests),
        kvCacheUsage: constant(0.7),
        requestsPerSecond: constant(2),
        generationTokensPerSecond: constant(500),
        timeToFirstTokenSeconds: 0.4,
      },
      window,
    ),
    ...sqsSeries(
      {
        queueName: sqs.queueName,
        accountId: '123456789012',
        region: 'eu-west-1',
        visibleMessages: constant(sqs.visibleMessages),
        oldestMessageSeconds: constant(30),
      },
      window,
    ),
    ...pubSubSeries(
      {
        projectId: 'shop-prod',
        subscriptionId: pubSub.subscriptionId,
        undeliveredMessages: constant(pubSub.undeliveredMessages),
        oldestUnackedSeconds: constant(12),
      },
      window,
    ),
  ];
}

function shopPods(window: HistoryWindow): readonly HistoryPod[] {
  const { web, webApi, namespace } = shopFacts;
  const halfway = window.startSeconds + Math.floor((window.endSeconds - window.startSeconds) / 2);
  const pod = (
    replicaSet: string,
    index: number,
    container: HistoryPod['containers'][number],
  ): HistoryPod => ({
    namespace,
    name: `${replicaSet}-${podNameSuffix(`${replicaSet} ${index}`)}`,
    uid: `${stableHex(`${replicaSet} ${index}`, 8)}-0000-4000-8000-${stableHex(`${index} ${replicaSet}`, 12)}`,
    node: index % 2 === 0 ? 'node-a' : 'node-b',
    replicaSet,
    startedAtSeconds: window.startSeconds,
    containers: [container],
  });
  return [
    ...Array.from({ length: web.replicas }, (_, index) =>
      pod(shopReplicaSets.web, index, {
        name: 'web',
        image: 'ghcr.io/example/web:1.4.2',
        cpuCores: () => web.cpuCoresPerPod,
        memoryBytes: () => web.memoryBytesPerPod,
        requests: { cpu: web.cpuRequestCores, memory: 256 * mebibyte },
        limits: { memory: 512 * mebibyte },
        restartedAt: index === 0 ? [halfway] : [],
      }),
    ),
    ...Array.from({ length: webApi.replicas }, (_, index) =>
      pod(shopReplicaSets.webApi, index, {
        name: 'web',
        image: 'ghcr.io/example/web-api:2.0.0',
        cpuCores: () => webApi.cpuCoresPerPod,
        memoryBytes: () => webApi.memoryBytesPerPod,
        requests: { cpu: webApi.cpuRequestCores, memory: gibibyte },
        limits: { cpu: webApi.cpuRequestCores, memory: 2 * gibibyte },
      }),
    ),
    pod(shopReplicaSets.inference, 1, {
      name: 'vllm',
      image: 'vllm/vllm-openai:v0.14.0',
      cpuCores: () => 1,
      memoryBytes: () => 4 * gibibyte,
      requests: { cpu: 2, memory: 8 * gibibyte, nvidia_com_gpu: 1 },
      limits: { nvidia_com_gpu: 1 },
    }),
  ];
}
