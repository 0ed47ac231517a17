import type { CostReport, CostRow } from '../cost-plan/cost-report.ts';
import type { ReportForecast, ReportMetric } from '../workload-report.ts';

export type RiskSeverity = 'error' | 'warning' | 'info';

/** What is requested and not needed, and what nobody requests. */
export interface ClusterWaste {
  /** Room on the nodes that no pod requests. */
  idlePerHour: number;
  /** What the pods pay for requests that measured use does not need, at the replicas that run. */
  unusedPerHour: number;
  /** Most wasteful first; only workloads whose use was measured. */
  rows: WorkloadWaste[];
}

export interface WorkloadWaste {
  /** `prod/chat`. */
  workload: string;
  perHour: number;
  /** The part of it that goes when requests are as recommended; 0 where they ask for too little. */
  unusedPerHour: number;
  /** Of one pod, cores. */
  cpu?: RequestedAndNeeded;
  /** Of one pod, bytes. */
  memory?: RequestedAndNeeded;
  /** Mean use of its GPUs over the window that was read, 0–1. */
  gpuUsedShare?: number;
}

export interface RequestedAndNeeded {
  requested: number;
  needed: number;
}

/** One node: what it costs and how much of it is requested, 0–1. */
export interface ClusterNode {
  name: string;
  instanceType?: string;
  capacityType: 'spot' | 'on-demand' | 'unknown';
  zone?: string;
  ready: boolean;
  unschedulable: boolean;
  pods: number;
  /** Absent without a price. */
  perHour?: number;
  idlePerHour?: number;
  /** By resource: `cpu`, `memory`, `nvidia.com/gpu`. */
  requestedShare: Record<string, number>;
}

/** Something measured that may hurt users or the bill before anybody looks again. */
export interface ClusterRisk {
  id:
    | 'at-maximum'
    | 'forecast-above-maximum'
    | 'autoscaler-blind'
    | 'not-ready'
    | 'pending-pods'
    | 'requests-too-little'
    | 'node-not-ready'
    | 'all-on-spot'
    | 'no-autoscaler';
  severity: RiskSeverity;
  /** `prod/chat`, a node, a namespace. */
  subject: string;
  text: string;
}

/** What the linter finds in the live objects. */
export interface ClusterFinding {
  ruleId: string;
  severity: RiskSeverity;
  /** `prod/HorizontalPodAutoscaler/chat`. */
  object: string;
  message: string;
  why: string;
}

/** Demand of one workload over the last day and ahead. */
export interface ClusterForecast {
  workload: string;
  title: string;
  unit: string;
  history: ReportMetric['history'];
  forecast?: ReportForecast;
  /** Why there is no forecast. */
  note?: string;
}

/** What `report` makes of a whole cluster, or of the workloads of one namespace in it. */
export interface ClusterReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'ClusterReport';
  generatedAt: string;
  cluster: string;
  /** Whose workloads were looked at; absent: all. The bill is the whole cluster's. */
  namespace?: string;
  /** By workload, with the plan of what could be saved. */
  cost: CostReport;
  namespaces: CostRow[];
  waste: ClusterWaste;
  nodes: ClusterNode[];
  /** Worst first. */
  risks: ClusterRisk[];
  findings: ClusterFinding[];
  forecasts: ClusterForecast[];
  notes: string[];
}
