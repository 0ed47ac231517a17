import type { NodeView } from '../apis/node.ts';
import { type GpuModel, gpuModelOf } from './gpu-model.ts';
import { type GpuCount, gpusAmong } from './gpu-requests.ts';
import type { GpuVendor } from './gpu-resource.ts';

/** How GPUs of a node are given to several pods at once. */
export interface GpuSharing {
  readonly strategy: 'time-slicing' | 'mps';
  /** Units that each GPU is offered as. */
  readonly replicas: number;
}

/** A node with GPUs, or with parts of GPUs. */
export interface GpuNode {
  readonly vendor: GpuVendor;
  readonly model?: GpuModel;
  /** GPUs in the machine, where that is told; a node that offers slices does not tell by its resources. */
  readonly devices?: number;
  /** What pods can have, by resource. */
  readonly allocatable: readonly GpuCount[];
  readonly sharing?: GpuSharing;
  /** `single`, `mixed`: how MIG slices are offered. Absent without MIG. */
  readonly migStrategy?: string;
  /** On GKE a node's GPUs may be slices under the name of whole ones: `1g.5gb`. */
  readonly partitionSize?: string;
}

/**
 * What a node's labels and resources say of its GPUs; `undefined` for a node without. `known` is what the price book says of its
 * instance type.
 */
export function gpuNodeOf(
  { metadata: { labels }, allocatable }: NodeView,
  known?: Parameters<typeof gpuModelOf>[1],
): GpuNode | undefined {
  const offered = gpusAmong(allocatable);
  const [first] = offered;
  if (!first) return undefined;
  const model = gpuModelOf(labels, known);
  const sharing = sharingOf(labels);
  const devices = devicesOf(labels, offered, sharing);
  const migStrategy = labels['nvidia.com/mig.strategy'];
  const partitionSize = labels['cloud.google.com/gke-gpu-partition-size'];
  return {
    vendor: first.resource.vendor,
    ...(model && { model }),
    ...(devices !== undefined && { devices }),
    allocatable: offered,
    ...(sharing && { sharing }),
    ...(migStrategy !== undefined && migStrategy !== 'none' && { migStrategy }),
    ...(partitionSize !== undefined && { partitionSize }),
  };
}

type Labels = Readonly<Record<string, string>>;

/** NVIDIA's device plugin by way of GPU feature discovery, and GKE. */
function sharingOf(labels: Labels): GpuSharing | undefined {
  const strategy =
    labels['nvidia.com/gpu.sharing-strategy'] ?? labels['cloud.google.com/gke-gpu-sharing-strategy'];
  const replicas = wholeNumber(
    labels['nvidia.com/gpu.replicas'] ?? labels['cloud.google.com/gke-max-shared-clients-per-gpu'],
  );
  if (replicas === undefined || replicas < 2) return undefined;
  return { strategy: strategy === 'mps' ? 'mps' : 'time-slicing', replicas };
}

function devicesOf(
  labels: Labels,
  offered: readonly GpuCount[],
  sharing: GpuSharing | undefined,
): number | undefined {
  const told = wholeNumber(labels['nvidia.com/gpu.count'] ?? labels['karpenter.k8s.aws/instance-gpu-count']);
  if (told !== undefined) return told;
  if (labels['cloud.google.com/gke-gpu-partition-size'] !== undefined) return undefined;
  const whole = offered.filter(({ resource }) => resource.unit !== 'partition');
  if (whole.length !== offered.length) return undefined;
  return whole.reduce((sum, { count }) => sum + count, 0) / (sharing?.replicas ?? 1);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
