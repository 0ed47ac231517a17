import type { ReportBasis, ReportReason } from '../workload-report.ts';
import type { ReportClusterAutoscaler } from './nodes-report.ts';

/** Pods of one controller that wait for a node. */
export interface ReportPendingPods {
  /** `prod/ReplicaSet/chat-6f9c`, or the pod's own name. */
  controller: string;
  pods: number;
  priority: number;
}

/** Pods that no pool would help. */
export interface ReportHopelessPods extends ReportPendingPods {
  /** What a fresh node of each pool would refuse them for, in kube-scheduler's words. */
  refusals: { pool: string; reasons: string[] }[];
}

/** What one pool would do for the pods that wait. */
export interface ReportExpansion {
  pool: string;
  nodes: number;
  pods: number;
  chosen: boolean;
  /** What each expander compared, such as `least-waste: 12.50 % unused`. */
  figures: string[];
}

export interface ReportResize {
  pool: string;
  from: number;
  to: number;
  /** Of the nodes that are added or given back; absent without a price. */
  perHour?: number;
}

export interface ReportScaleUp {
  resizes: ReportResize[];
  options: ReportExpansion[];
  /** Pools that were not looked at, and why. */
  skipped: { pool: string; rule: string; text: string }[];
  hopeless: ReportHopelessPods[];
  /** What was decided and why not more, in order. */
  reasons: ReportReason[];
}

export interface ReportScaleDown {
  remove: { node: string; pool?: string; pods: number; perHour?: number }[];
  /** Nodes that go later: nothing but time or a limit keeps them. */
  later: { node: string; pool?: string; reason: string; text: string }[];
  /** How many nodes stay for which reason. */
  kept: { reason: string; nodes: number }[];
  reasons: ReportReason[];
}

/** Pods that a workload is forecast to want before a node that is asked for now could take them. */
export interface ReportHeadroomWorkload {
  namespace: string;
  kind: string;
  name: string;
  replicas: number;
  /** At the forecast's upper bound, up to the HPA's maximum. */
  expectedReplicas: number;
  placeholders: number;
  cpuCores: number;
  memoryBytes: number;
  gpus: number;
  text: string;
}

export interface ReportHeadroom {
  nodeStartSeconds: number;
  workloads: ReportHeadroomWorkload[];
  placeholders: number;
  /** Placeholders for which nodes that are there have room. */
  fitNow: number;
  /** Nodes that the others would bring. */
  resizes: ReportResize[];
  /** Placeholders for which no pool can or may grow. */
  withoutRoom: number;
  notes: string[];
}

/** What `nodes plan` prints. */
export interface NodePlanReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'NodePlan';
  generatedAt: string;
  cluster: string;
  autoscaler: ReportClusterAutoscaler;
  /** Pods that the scheduler found no node for. */
  pending: ReportPendingPods[];
  /** Of these, pods that have a place by now: they need no node. */
  fitNow: number;
  scaleUp: ReportScaleUp;
  scaleDown: ReportScaleDown;
  headroom?: ReportHeadroom;
  /** Of what would be added and removed now; absent where a node of it has no price. */
  change?: { currency: string; perHour: number };
  assumptions: string[];
  notes: string[];
  /** Of the prices; absent without. */
  basis?: ReportBasis;
}
