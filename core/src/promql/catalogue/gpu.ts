import { defineQuery } from '../defined-query.ts';
import type { WorkloadRef } from '../pod-names.ts';
import { oneHourMs, windowIdentity, type WindowOptions, windowText } from '../window.ts';
import { seriesAboutPods, workloadIdentity } from '../workload-series.ts';

// dcgm-exporter 4 etc/default-counters.csv and internal/pkg/rendermetrics. A MIG slice has no GPU_UTIL: the activity of
// its engine stands in. Memory is in MiB.
const perGpu = 'pod, container, Hostname, gpu, GPU_I_ID';
const bytesPerMebibyte = 1_048_576;
const oneSeriesAGpu =
  'One series for each pod and GPU or MIG slice (`pod`, `container`, `Hostname`, `gpu`, `GPU_I_ID`).';

export const gpuUtilization = defineQuery<[workload: WorkloadRef]>(
  {
    name: 'gpu-utilization',
    meaning:
      'Share of time in which a GPU of the workload ran at least one kernel, 0–1 (of a MIG slice: engine activity).',
    exporter: 'NVIDIA DCGM exporter',
    series: ['DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE'],
    unit: 'ratio',
    aggregation: oneSeriesAGpu,
  },
  workloadIdentity,
  (workload) => {
    const whole = `max by (${perGpu}) (${seriesAboutPods(workload, 'DCGM_FI_DEV_GPU_UTIL')}) / 100`;
    const slice = `max by (${perGpu}) (${seriesAboutPods(workload, 'DCGM_FI_PROF_GR_ENGINE_ACTIVE')})`;
    return `${whole} or ${slice}`;
  },
);

export const gpuMemoryUsed = defineQuery<[workload: WorkloadRef]>(
  {
    name: 'gpu-memory-used',
    meaning:
      'Memory in use on a GPU of the workload. A model server that reserves its cache at start shows it as used.',
    exporter: 'NVIDIA DCGM exporter',
    series: ['DCGM_FI_DEV_FB_USED'],
    unit: 'bytes',
    aggregation: oneSeriesAGpu,
  },
  workloadIdentity,
  (workload) =>
    `max by (${perGpu}) (${seriesAboutPods(workload, 'DCGM_FI_DEV_FB_USED')}) * ${bytesPerMebibyte}`,
);

export const gpuMemoryTotal = defineQuery<[workload: WorkloadRef]>(
  {
    name: 'gpu-memory-total',
    meaning: 'Memory of a GPU of the workload that is in use or free, without what the driver reserves.',
    exporter: 'NVIDIA DCGM exporter',
    series: ['DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_FB_FREE'],
    unit: 'bytes',
    aggregation: oneSeriesAGpu,
  },
  workloadIdentity,
  (workload) => {
    const [used, free] = ['DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_FB_FREE'].map(
      (metric) => `max by (${perGpu}) (${seriesAboutPods(workload, metric)})`,
    );
    return `(${used} + ${free}) * ${bytesPerMebibyte}`;
  },
);

// Where the scrape did not honor the exporter's labels, the pod stands in `exported_*` and `pod` is the exporter's own.
const perGpuAndPod =
  'Hostname, gpu, GPU_I_ID, namespace, pod, container, exported_namespace, exported_pod, exported_container';
const oneSeriesAGpuAndPod =
  'One series for each GPU or MIG slice of the cluster and the pod on it (`Hostname`, `gpu`, `GPU_I_ID`, `namespace`, `pod`, `container`, or `exported_*`).';

export const clusterGpuUtilization = defineQuery<[options?: WindowOptions]>(
  {
    name: 'cluster-gpu-utilization',
    meaning:
      'Share of time in which each GPU of the cluster ran at least one kernel, as mean of the window, 0–1 (of a MIG slice: engine activity).',
    exporter: 'NVIDIA DCGM exporter',
    series: ['DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE'],
    unit: 'ratio',
    aggregation: oneSeriesAGpuAndPod,
  },
  ({ windowMs } = {}) => ({ window: windowIdentity(windowMs, oneHourMs) }),
  ({ windowMs = oneHourMs } = {}) => {
    const mean = (metric: string): string =>
      `max by (${perGpuAndPod}) (avg_over_time(${metric}[${windowText(windowMs)}]))`;
    return `${mean('DCGM_FI_DEV_GPU_UTIL')} / 100 or ${mean('DCGM_FI_PROF_GR_ENGINE_ACTIVE')}`;
  },
);

export const clusterGpuMemoryUsed = defineQuery<[]>(
  {
    name: 'cluster-gpu-memory-used',
    meaning: 'Memory in use on each GPU of the cluster.',
    exporter: 'NVIDIA DCGM exporter',
    series: ['DCGM_FI_DEV_FB_USED'],
    unit: 'bytes',
    aggregation: oneSeriesAGpuAndPod,
  },
  () => ({}),
  () => `max by (${perGpuAndPod}) (DCGM_FI_DEV_FB_USED) * ${bytesPerMebibyte}`,
);
