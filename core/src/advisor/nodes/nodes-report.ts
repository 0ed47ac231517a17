import type { ReportBasis } from '../workload-report.ts';

/** The Cluster Autoscaler whose rules the report follows. */
export interface ReportClusterAutoscaler {
  /** `kube-system/cluster-autoscaler`; absent where none was found and defaults stand in. */
  name?: string;
  /** `1.36`. */
  release: string;
  expanders: string[];
  scaleDownEnabled: boolean;
  /** A node with less than this requested is a candidate, 0–1. */
  utilizationThreshold: number;
  gpuUtilizationThreshold: number;
  /** How long a node has to be unneeded before it goes. */
  unneededSeconds: number;
}

/** One resource of a node or a pool: cores, bytes or devices. */
export interface ReportNodeResource {
  allocatable: number;
  /** By the pods on it. */
  requested: number;
  /** Measured; absent where it is not. Of GPUs: their mean utilization, 0–1. */
  used?: number;
}

/** GPUs, or parts of GPUs, of a node or a pool. */
export interface ReportNodeGpu extends ReportNodeResource {
  /** `nvidia.com/gpu`. */
  resource: string;
}

export interface ReportNodePool {
  name: string;
  /** Who resizes it. */
  keeper: 'cluster-autoscaler' | 'karpenter' | 'none';
  nodes: number;
  ready: number;
  /** How many nodes the cloud was asked for. */
  targetSize: number;
  /** Absent where nothing tells them. */
  minSize?: number;
  maxSize?: number;
  /** Where the sizes are from: `Cluster Autoscaler's status`, `--nodes`, `--pool`. */
  sizesFrom?: string;
  /** Why it cannot grow now. */
  state?: { kind: 'unhealthy' | 'backoff'; text: string };
  instanceTypes: string[];
  capacityTypes: ('spot' | 'on-demand' | 'unknown')[];
  zones: string[];
  /** As `key=value:effect`. */
  taints: string[];
  cpu: ReportNodeResource;
  memory: ReportNodeResource;
  gpus: ReportNodeGpu[];
}

/** What would happen to a node, in Cluster Autoscaler's words. */
export interface ReportNodeRemoval {
  /**
   * `removable`: it goes now. `unneeded`: nothing but time or a limit keeps it. `kept`: `reason` says what does.
   */
  verdict: 'removable' | 'unneeded' | 'kept';
  /** `NotUnderutilized`, `BlockedByPod`, `NodeGroupMinSizeReached`, … */
  reason?: string;
  text: string;
  /** The pod that keeps it, and why: `NotReplicated`, `NotEnoughPdb`, … */
  pod?: { namespace: string; name: string; reason: string };
  /** What decides whether it is a candidate: the largest share that is requested, 0–1. */
  utilization?: { resource: string; share: number };
  /** Where the pods of an unneeded node would go: node by `namespace/name`. */
  moves: Record<string, string>;
}

export interface ReportNode {
  name: string;
  pool?: string;
  instanceType?: string;
  capacityType: 'spot' | 'on-demand' | 'unknown';
  zone?: string;
  ready: boolean;
  unschedulable: boolean;
  ageSeconds?: number;
  pods: number;
  taints: string[];
  cpu: ReportNodeResource;
  memory: ReportNodeResource;
  gpus: ReportNodeGpu[];
  removal: ReportNodeRemoval;
}

/** What `nodes` prints. */
export interface NodesReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'NodesReport';
  generatedAt: string;
  cluster: string;
  autoscaler: ReportClusterAutoscaler;
  pools: ReportNodePool[];
  nodes: ReportNode[];
  /** Pods that no node takes: `nodes plan` says what would be done. */
  pendingPods: number;
  assumptions: string[];
  notes: string[];
  /** Of what was measured; absent without. */
  basis?: ReportBasis;
}
