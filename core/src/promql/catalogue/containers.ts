import { defineQuery, type QueryIdentity } from '../defined-query.ts';
import type { WorkloadRef } from '../pod-names.ts';
import { equal, selector } from '../selector.ts';
import { fiveMinutesMs, oneHourMs, windowIdentity, type WindowOptions, windowText } from '../window.ts';
import { podMatchers, realContainers, seriesAboutPods, workloadIdentity } from '../workload-series.ts';

type Arguments = [workload: WorkloadRef, options?: WindowOptions];

function overFiveMinutes(workload: WorkloadRef, { windowMs }: WindowOptions = {}): QueryIdentity {
  return { ...workloadIdentity(workload), window: windowIdentity(windowMs, fiveMinutesMs) };
}

function overOneHour(workload: WorkloadRef, { windowMs }: WindowOptions = {}): QueryIdentity {
  return { ...workloadIdentity(workload), window: windowIdentity(windowMs, oneHourMs) };
}

/**
 * The rate of a cAdvisor counter, once for each life of a container (a restart makes another `id`) and each CPU, however
 * many Prometheus replicas scraped it.
 */
function containerRate(metric: string, workload: WorkloadRef, windowMs = fiveMinutesMs): string {
  const selected = selector(metric, [...podMatchers(workload), ...realContainers]);
  return `max by (pod, container, id, cpu) (rate(${selected}[${windowText(windowMs)}]))`;
}

function workingSet(workload: WorkloadRef): string {
  const selected = selector('container_memory_working_set_bytes', [
    ...podMatchers(workload),
    ...realContainers,
  ]);
  return `max by (pod, container) (${selected})`;
}

export const containerCpuUsage = defineQuery<Arguments>(
  {
    name: 'container-cpu-usage',
    meaning: 'CPU that a container used, on average over the window.',
    exporter: 'kubelet (cAdvisor)',
    series: ['container_cpu_usage_seconds_total'],
    unit: 'cores',
    aggregation: 'One series for each pod and container (`pod`, `container`); restarts are joined.',
  },
  overFiveMinutes,
  (workload, { windowMs } = {}) =>
    `sum by (pod, container) (${containerRate('container_cpu_usage_seconds_total', workload, windowMs)})`,
);

export const workloadCpuUsage = defineQuery<Arguments>(
  {
    name: 'workload-cpu-usage',
    meaning: 'CPU that all pods of a workload used together.',
    exporter: 'kubelet (cAdvisor)',
    series: ['container_cpu_usage_seconds_total'],
    unit: 'cores',
    aggregation: 'One series: the sum over pods and containers.',
  },
  overFiveMinutes,
  (workload, { windowMs } = {}) =>
    `sum(${containerRate('container_cpu_usage_seconds_total', workload, windowMs)})`,
);

export const containerMemoryWorkingSet = defineQuery<[workload: WorkloadRef]>(
  {
    name: 'container-memory-working-set',
    meaning:
      'Memory of a container that the kernel cannot reclaim at once: what eviction and OOM decisions look at.',
    exporter: 'kubelet (cAdvisor)',
    series: ['container_memory_working_set_bytes'],
    unit: 'bytes',
    aggregation: 'One series for each pod and container (`pod`, `container`).',
  },
  workloadIdentity,
  workingSet,
);

export const workloadMemoryWorkingSet = defineQuery<[workload: WorkloadRef]>(
  {
    name: 'workload-memory-working-set',
    meaning: 'Working set of all pods of a workload together.',
    exporter: 'kubelet (cAdvisor)',
    series: ['container_memory_working_set_bytes'],
    unit: 'bytes',
    aggregation: 'One series: the sum over pods and containers.',
  },
  workloadIdentity,
  (workload) => `sum(${workingSet(workload)})`,
);

export const containerCpuThrottling = defineQuery<Arguments>(
  {
    name: 'container-cpu-throttling',
    meaning: 'Share of CFS periods in which a container reached its CPU limit and was held back, 0–1.',
    exporter: 'kubelet (cAdvisor)',
    series: ['container_cpu_cfs_throttled_periods_total', 'container_cpu_cfs_periods_total'],
    unit: 'ratio',
    aggregation:
      'One series for each pod and container (`pod`, `container`); none for a container without a CPU limit.',
  },
  overFiveMinutes,
  (workload, { windowMs } = {}) => {
    const [throttled, all] = [
      'container_cpu_cfs_throttled_periods_total',
      'container_cpu_cfs_periods_total',
    ].map((metric) => `sum by (pod, container) (${containerRate(metric, workload, windowMs)})`);
    return `${throttled} / ${all}`;
  },
);

/** A resource as kube-state-metrics writes it: `cpu`, `memory`, `nvidia_com_gpu`. */
type ResourceArguments = [workload: WorkloadRef, resource: string];

const resourceIdentity = (workload: WorkloadRef, resource: string): QueryIdentity => ({
  ...workloadIdentity(workload),
  resource,
});

export const containerResourceRequest = defineQuery<ResourceArguments>(
  {
    name: 'container-resource-request',
    meaning: 'What a container requests of a resource: cores, bytes or devices.',
    exporter: 'kube-state-metrics',
    series: ['kube_pod_container_resource_requests'],
    unit: '',
    aggregation:
      'One series for each pod and container (`pod`, `container`); none where nothing is requested.',
  },
  resourceIdentity,
  (workload, resource) => {
    const matchers = [equal('resource', resource)];
    return `max by (pod, container) (${seriesAboutPods(workload, 'kube_pod_container_resource_requests', matchers)})`;
  },
);

export const containerResourceLimit = defineQuery<ResourceArguments>(
  {
    name: 'container-resource-limit',
    meaning: 'The limit of a container for a resource: cores, bytes or devices.',
    exporter: 'kube-state-metrics',
    series: ['kube_pod_container_resource_limits'],
    unit: '',
    aggregation: 'One series for each pod and container (`pod`, `container`); none where there is no limit.',
  },
  resourceIdentity,
  (workload, resource) => {
    const matchers = [equal('resource', resource)];
    return `max by (pod, container) (${seriesAboutPods(workload, 'kube_pod_container_resource_limits', matchers)})`;
  },
);

function restarts(workload: WorkloadRef, windowMs = oneHourMs): string {
  const increase = (selected: string): string => `increase(${selected}[${windowText(windowMs)}])`;
  const series = seriesAboutPods(workload, 'kube_pod_container_status_restarts_total', [], increase);
  return `max by (pod, container, uid) (${series})`;
}

export const containerRestarts = defineQuery<Arguments>(
  {
    name: 'container-restarts',
    meaning: 'How often a container was restarted within the window (an hour unless told).',
    exporter: 'kube-state-metrics',
    series: ['kube_pod_container_status_restarts_total'],
    unit: 'restarts',
    aggregation:
      'One series for each pod and container (`pod`, `container`). Extrapolated by `increase`: not whole.',
  },
  overOneHour,
  (workload, { windowMs } = {}) => `sum by (pod, container) (${restarts(workload, windowMs)})`,
);

export const containerOomKills = defineQuery<Arguments>(
  {
    name: 'container-oom-kills',
    meaning:
      'Restarts within the window (an hour unless told) of a container whose last end was an OOM kill.',
    exporter: 'kube-state-metrics',
    series: ['kube_pod_container_status_restarts_total', 'kube_pod_container_status_last_terminated_reason'],
    unit: 'restarts',
    aggregation: 'One series for each such pod and container (`pod`, `container`).',
  },
  overOneHour,
  (workload, { windowMs } = {}) => {
    const reason = 'kube_pod_container_status_last_terminated_reason';
    const killed = seriesAboutPods(workload, reason, [equal('reason', 'OOMKilled')]);
    const byContainer = `max by (pod, container, uid) (${killed})`;
    return `sum by (pod, container) (${restarts(workload, windowMs)} * ${byContainer})`;
  },
);
