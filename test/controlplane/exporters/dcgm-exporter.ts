import type { SampleSeries } from '../open-metrics.ts';
import {
  counter,
  gauge,
  type HistoryWindow,
  podNameSuffix,
  scrapeTimes,
  stableHex,
  type ValueAt,
} from './history.ts';

// Labels: NVIDIA/dcgm-exporter internal/pkg/rendermetrics/render_metrics.go, gpuMetricsFormat (gpu, UUID, pci_bus_id,
// device, modelName, GPU_I_PROFILE and GPU_I_ID for MIG, Hostname), and the pod, namespace and container of the
// workload when the kubelet's pod-resources socket is mounted. A scrape that does not honor labels, as with many
// ServiceMonitors, renames those three to exported_* and puts the exporter's own pod in their place.

/** A GPU, or one MIG slice of it, and the container that it is given to. */
export interface GpuHistory {
  readonly node: string;
  readonly index: number;
  readonly modelName: string;
  readonly memoryMebibytes: number;
  readonly utilizationPercent: ValueAt;
  readonly usedMebibytes: ValueAt;
  readonly powerWatts?: ValueAt;
  /** For a MIG slice: its profile and instance id. */
  readonly mig?: { readonly profile: string; readonly instanceId: string };
  /** Absent for an idle GPU. */
  readonly workload?: { readonly namespace: string; readonly pod: string; readonly container: string };
}

/** What dcgm-exporter shows of a GPU with its default counters. */
export function dcgmSeries(
  gpu: GpuHistory,
  window: HistoryWindow,
  { honorLabels = true }: { readonly honorLabels?: boolean } = {},
): readonly SampleSeries[] {
  const times = scrapeTimes(window);
  const labels = { ...deviceLabels(gpu), ...workloadLabels(gpu, honorLabels) };
  const free: ValueAt = (time) => gpu.memoryMebibytes - gpu.usedMebibytes(time);
  const power = gpu.powerWatts ?? ((time) => 60 + gpu.utilizationPercent(time) * 3);
  return [
    // A MIG slice has no GPU_UTIL: DCGM reports it for whole GPUs only.
    ...(gpu.mig ? [] : [gauge('DCGM_FI_DEV_GPU_UTIL', labels, times, gpu.utilizationPercent)]),
    gauge('DCGM_FI_PROF_GR_ENGINE_ACTIVE', labels, times, (time) => gpu.utilizationPercent(time) / 100),
    gauge('DCGM_FI_DEV_FB_USED', labels, times, gpu.usedMebibytes),
    gauge('DCGM_FI_DEV_FB_FREE', labels, times, free),
    gauge('DCGM_FI_DEV_POWER_USAGE', labels, times, power),
    // Millijoules.
    counter('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', labels, times, (time) => power(time) * 1000),
  ];
}

function deviceLabels(gpu: GpuHistory): Readonly<Record<string, string>> {
  const id = stableHex(`${gpu.node} gpu ${gpu.index}`, 32);
  return {
    DCGM_FI_DRIVER_VERSION: '550.90.07',
    gpu: String(gpu.index),
    UUID: `GPU-${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
    pci_bus_id: `00000000:0${gpu.index}:00.0`,
    device: `nvidia${gpu.index}`,
    modelName: gpu.modelName,
    Hostname: gpu.node,
    ...(gpu.mig ? { GPU_I_PROFILE: gpu.mig.profile, GPU_I_ID: gpu.mig.instanceId } : {}),
  };
}

function workloadLabels(
  { node, workload }: GpuHistory,
  honorLabels: boolean,
): Readonly<Record<string, string>> {
  const exporter = {
    container: 'nvidia-dcgm-exporter',
    namespace: 'gpu-operator',
    pod: `nvidia-dcgm-exporter-${podNameSuffix(node)}`,
  };
  const scrape = {
    endpoint: 'gpu-metrics',
    instance: '10.244.3.4:9400',
    job: 'nvidia-dcgm-exporter',
    service: 'nvidia-dcgm-exporter',
  };
  if (!workload) return { ...scrape, ...exporter };
  if (honorLabels) return { ...scrape, ...workload };
  return {
    ...scrape,
    ...exporter,
    exported_container: workload.container,
    exported_namespace: workload.namespace,
    exported_pod: workload.pod,
  };
}
