import type { ReportBasis } from '../workload-report.ts';

/** What a node offers of one GPU resource, and what its pods have of it. */
export interface ReportGpuResource {
  /** `nvidia.com/gpu`, `nvidia.com/mig-1g.5gb`, … */
  resource: string;
  /** Whole GPUs, slices in hardware (MIG), or turns on a GPU that others use too. */
  unit: 'device' | 'partition' | 'shared';
  /** Of a slice: `1g.5gb`. */
  profile?: string;
  allocatable: number;
  allocated: number;
  free: number;
}

/** A container with GPUs. */
export interface ReportGpuPod {
  namespace: string;
  name: string;
  /** `prod/ReplicaSet/chat-6f9c`; absent for a pod that nobody controls. */
  controller?: string;
  requests: { resource: string; count: number }[];
  /** Mean utilization of its GPUs over the window, 0–1; absent where it is not measured. */
  utilization?: number;
  /** Of its GPUs together. */
  memoryUsedBytes?: number;
  containers: { name: string; utilization: number }[];
}

export interface ReportGpuNode {
  name: string;
  pool?: string;
  instanceType?: string;
  capacityType: 'spot' | 'on-demand' | 'unknown';
  ready: boolean;
  unschedulable: boolean;
  vendor: string;
  /** `A100`; absent where nothing tells. */
  model?: string;
  /** The label or price book that told the model. */
  modelFrom?: string;
  /** Of one GPU. */
  memoryBytes?: number;
  /** GPUs in the machine, where that is told. */
  devices?: number;
  sharing?: { strategy: 'time-slicing' | 'mps'; replicas: number };
  migStrategy?: string;
  partitionSize?: string;
  resources: ReportGpuResource[];
  taints: string[];
  /** Mean of its GPUs over the window, 0–1. */
  utilization?: number;
  pods: ReportGpuPod[];
}

/** GPUs that are paid for and not, or hardly, used. */
export interface ReportIdleGpu {
  /** `unallocated`: no pod has them. `idle`: a pod has them and does not use them. `under-used`: it uses little of them. */
  kind: 'unallocated' | 'idle' | 'under-used';
  node: string;
  pod?: { namespace: string; name: string };
  gpus: number;
  utilization?: number;
  text: string;
  /** What to do. */
  advice: string;
}

/** A limit on GPUs. */
export interface ReportGpuQuota {
  kind: 'ResourceQuota' | 'NodePool' | 'pool size' | 'cloud quota';
  /** `prod/gpus`, a pool's name, or the model. */
  name: string;
  resource: string;
  limit: number;
  used: number;
  left: number;
}

export interface ReportGpuPlacement {
  wish: { model?: string; resource: string; count: number; spot: boolean; memoryBytes?: number };
  /** Absent where no node has room. */
  node?: string;
  /** Taints of that node that the pod has to tolerate. */
  tolerate: string[];
  /** Best first; without refusals it would do. */
  candidates: { node: string; freeAfter: number; refusals: string[] }[];
}

export interface ReportGpuTotal {
  resource: string;
  allocatable: number;
  allocated: number;
  free: number;
}

/** What `gpu` prints. */
export interface GpuReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'GpuReport';
  generatedAt: string;
  cluster: string;
  nodes: ReportGpuNode[];
  totals: ReportGpuTotal[];
  /** Mean of all GPUs that were measured, 0–1. */
  utilization?: number;
  idle: ReportIdleGpu[];
  quotas: ReportGpuQuota[];
  /** Pods that wait for GPUs. */
  pending: { controller: string; pods: number; requests: { resource: string; count: number }[] }[];
  /** Whether nodes with GPUs should be added, and which. */
  addNodes: { needed: boolean; text: string; resizes: { pool: string; from: number; to: number }[] };
  /** Only where a pod was asked about. */
  placement?: ReportGpuPlacement;
  assumptions: string[];
  notes: string[];
  /** Of the utilization; absent without. */
  basis?: ReportBasis;
}
