import type { ReportBasis, ReportReason, ReportWorkload } from './workload-report.ts';

/** One resource of one container: now, recommended, and what the difference comes to. Quantities as Kubernetes writes them. */
export interface RightsizeRow {
  container: string;
  resource: 'cpu' | 'memory';
  currentRequest?: string;
  currentLimit?: string;
  /** A request between `lowerBound` and `upperBound` need not be touched. */
  lowerBound: string;
  target: string;
  upperBound: string;
  /** The limit to set beside the target; absent where there is none, or where it has to stay (see `notes`). */
  targetLimit?: string;
  /** (request − target) ÷ request; negative where the container should ask for more. */
  wasteShare?: number;
  /** What the workload would cost less each month if this row alone changed; negative where more. Absent without prices. */
  savingPerMonth?: number;
  /** Memory only: the most that was used, in whole Mi, and how far below the limit it stays: (limit − peak) ÷ limit, now and with `targetLimit`. */
  peak?: string;
  oomHeadroom?: number;
  oomHeadroomAfter?: number;
  oomKills?: number;
  method: 'percentile' | 'vpa';
  reasons: ReportReason[];
  basis: ReportBasis;
}

/** A utilization target that is relative to a request that changes. */
export interface RightsizeHpaTarget {
  hpa: string;
  metricIndex: number;
  resource: 'cpu' | 'memory';
  /** Of a ContainerResource metric. */
  container?: string;
  averageUtilization: number;
  /** With it the HPA acts at the same usage per pod as before. */
  newAverageUtilization: number;
  /** Replicas at the same load if the target stays: this many times today's. */
  replicaFactorIfKept: number;
  text: string;
}

/** A VPA that sets the requests itself. */
export interface RightsizeVpa {
  name: string;
  updateMode: string;
  /** Containers whose requests it sets. */
  containers: string[];
  text: string;
}

export interface RightsizeCost {
  currency: string;
  beforePerMonth: number;
  /** With all recommendations, at the same number of replicas. */
  afterPerMonth: number;
  savingPerMonth: number;
  assumptions: string[];
  unpriced: string[];
  basis: ReportBasis;
}

export interface RightsizeItem {
  workload: ReportWorkload;
  replicas: number;
  rows: RightsizeRow[];
  hpaTargets: RightsizeHpaTarget[];
  vpa?: RightsizeVpa;
  cost?: RightsizeCost;
  /** What changing the pod template does to the running pods. */
  restart: string;
  notes: string[];
}

/** What `rightsize` prints. */
export interface RightsizeReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'RightsizeReport';
  generatedAt: string;
  cluster: string;
  method: 'percentile' | 'vpa';
  items: RightsizeItem[];
  notes: string[];
}
