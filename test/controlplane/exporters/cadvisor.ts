import type { SampleSeries } from '../open-metrics.ts';
import {
  counter,
  gauge,
  type HistoryContainer,
  type HistoryPod,
  type HistoryWindow,
  scrapeTimes,
  scrapeTimesOf,
  stableHex,
} from './history.ts';

// Label names: kubernetes v1.36 pkg/kubelet/server/server.go, containerPrometheusLabelsFunc (container, id, image,
// name, namespace, pod, blank where unknown) and cadvisor v0.56 metrics/prometheus.go (cpu="total" where the kubelet
// leaves per-CPU usage out). Scrape labels: the kubelet ServiceMonitor of kube-prometheus-stack.

/** How a runtime labels the sandbox (pause) container: containerd leaves `container` blank, CRI-O writes POD. */
export type ContainerRuntime = 'containerd' | 'cri-o';

const pauseImage = 'registry.k8s.io/pause:3.10';

/**
 * What a kubelet's /metrics/cadvisor shows of pods: for each pod its cgroup, its pause container and its containers,
 * so that a query which does not exclude the first two counts usage twice. A restarted container goes on in a new
 * cgroup: another `id` and `name`, counters from 0.
 */
export function cadvisorSeries(
  pods: readonly HistoryPod[],
  window: HistoryWindow,
  runtime: ContainerRuntime = 'containerd',
): readonly SampleSeries[] {
  const nodes = [...new Set(pods.map((pod) => pod.node))];
  return [
    ...pods.flatMap((pod) => podSeries(pod, window, runtime)),
    ...nodes.flatMap((node) => rootSeries(node, pods, window)),
  ];
}

function podSeries(
  pod: HistoryPod,
  window: HistoryWindow,
  runtime: ContainerRuntime,
): readonly SampleSeries[] {
  const times = scrapeTimesOf(pod, window);
  const slice = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${pod.uid.replaceAll('-', '_')}.slice`;
  const identity = { namespace: pod.namespace, pod: pod.name };
  const sandbox = stableHex(`${pod.uid} sandbox`, 64);
  const sum = (usage: 'cpuCores' | 'memoryBytes') => (time: number) =>
    pod.containers.reduce((total, container) => total + container[usage](time), 0);
  return [
    ...usageSeries(
      { ...identity, container: '', id: slice, image: '', name: '', ...scrapeLabels(pod.node) },
      times,
      sum('cpuCores'),
      sum('memoryBytes'),
    ),
    ...usageSeries(
      {
        ...identity,
        container: runtime === 'cri-o' ? 'POD' : '',
        id: cgroup(slice, runtime, sandbox),
        image: pauseImage,
        name: sandbox,
        ...scrapeLabels(pod.node),
      },
      times,
      () => 0.0001,
      () => 262_144,
    ),
    ...pod.containers.flatMap((container) =>
      lives(container, times).flatMap((life, index) => {
        const name = stableHex(`${pod.uid} ${container.name} ${index}`, 64);
        const labels = {
          ...identity,
          container: container.name,
          id: cgroup(slice, runtime, name),
          image: container.image,
          name,
          ...scrapeLabels(pod.node),
        };
        return [
          ...usageSeries(labels, life, container.cpuCores, container.memoryBytes),
          ...throttlingSeries(labels, life, container),
        ];
      }),
    ),
  ];
}

/** The root cgroup of a node, which has no pod. */
function rootSeries(
  node: string,
  pods: readonly HistoryPod[],
  window: HistoryWindow,
): readonly SampleSeries[] {
  const onNode = pods.filter((pod) => pod.node === node);
  const sum = (usage: 'cpuCores' | 'memoryBytes', base: number) => (time: number) =>
    onNode
      .filter((pod) => time >= pod.startedAtSeconds && time < (pod.endedAtSeconds ?? Infinity))
      .flatMap((pod) => pod.containers)
      .reduce((total, container) => total + container[usage](time), base);
  const labels = {
    container: '',
    id: '/',
    image: '',
    name: '',
    namespace: '',
    pod: '',
    ...scrapeLabels(node),
  };
  return usageSeries(labels, scrapeTimes(window), sum('cpuCores', 0.2), sum('memoryBytes', 1e9));
}

function usageSeries(
  labels: Readonly<Record<string, string>>,
  times: readonly number[],
  cpuCores: (time: number) => number,
  memoryBytes: (time: number) => number,
): readonly SampleSeries[] {
  return [
    counter('container_cpu_usage_seconds_total', { ...labels, cpu: 'total' }, times, cpuCores),
    gauge('container_memory_working_set_bytes', labels, times, memoryBytes),
    gauge('container_memory_rss', labels, times, (time) => memoryBytes(time) * 0.9),
  ];
}

/** CFS periods are 100 ms; only a container with a CPU limit has these. */
function throttlingSeries(
  labels: Readonly<Record<string, string>>,
  times: readonly number[],
  container: HistoryContainer,
): readonly SampleSeries[] {
  const limit = container.limits?.cpu;
  if (limit === undefined) return [];
  const throttled = (time: number): number => (container.cpuCores(time) >= limit * 0.95 ? 5 : 0);
  return [
    counter('container_cpu_cfs_periods_total', labels, times, () => 10),
    counter('container_cpu_cfs_throttled_periods_total', labels, times, throttled),
    gauge('container_spec_cpu_quota', labels, times, () => limit * 100_000),
    gauge('container_spec_cpu_period', labels, times, () => 100_000),
  ];
}

/** The times of each life of a container: the first, and one after each restart. */
function lives(
  { restartedAt = [] }: HistoryContainer,
  times: readonly number[],
): readonly (readonly number[])[] {
  const starts = [-Infinity, ...restartedAt];
  const ends = [...restartedAt, Infinity];
  return starts.map((start, index) => times.filter((time) => time >= start && time < ends[index]!));
}

function cgroup(slice: string, runtime: ContainerRuntime, id: string): string {
  return `${slice}/${runtime === 'cri-o' ? 'crio' : 'cri-containerd'}-${id}.scope`;
}

function scrapeLabels(node: string): Readonly<Record<string, string>> {
  return {
    endpoint: 'https-metrics',
    instance: `${node}:10250`,
    job: 'kubelet',
    metrics_path: '/metrics/cadvisor',
    node,
    service: 'kube-prometheus-stack-kubelet',
  };
}
