import type { ReportBasis } from '../workload-report.ts';

/** What one workload of a folder of manifests would cost. */
export interface ManifestCostRow {
  /** `prod/Deployment/chat`. */
  workload: string;
  file: string;
  line: number;
  replicas: number;
  /** From its HPA. */
  minReplicas?: number;
  maxReplicas?: number;
  /** At `replicas`; absent where nothing in the price book fits a pod. */
  perHour?: number;
  perMonth?: number;
  /** At `minReplicas` and `maxReplicas`, the latter with a node for each pod. */
  rangePerHour?: { lower: number; upper: number };
}

/** What `cost predict` prints. */
export interface ManifestCostReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'ManifestCost';
  source: string;
  currency: string;
  perHour: number;
  perMonth: number;
  rows: ManifestCostRow[];
  /** Workloads that run on each node, or for a time: not in the sum. */
  leftOut: string[];
  unpriced: string[];
  assumptions: string[];
  basis: ReportBasis;
}

export interface ManifestCostChange {
  workload: string;
  change: 'added' | 'removed' | 'changed';
  beforePerMonth?: number;
  afterPerMonth?: number;
  /** After less before; absent where one side has no price. */
  perMonth?: number;
  /** What differs: replicas, requests of one pod. */
  reason: string;
}

/** What `cost diff` prints. */
export interface ManifestCostDiff {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'ManifestCostDiff';
  before: string;
  after: string;
  currency: string;
  beforePerMonth: number;
  afterPerMonth: number;
  perHour: number;
  perMonth: number;
  /** (after − before) ÷ before; absent where there was no cost. */
  changeShare?: number;
  changes: ManifestCostChange[];
  /** Workloads whose cost is the same. */
  unchanged: number;
  unpriced: string[];
  assumptions: string[];
  basis: ReportBasis;
}
