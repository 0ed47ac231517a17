import type { ReportBasis, ReportReason } from '../workload-report.ts';

/** Why an HPA has the replicas that it has. All of it is JSON; times are ISO 8601. */
export interface HpaExplanation {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'HpaExplanation';
  generatedAt: string;
  cluster: string;
  hpa: {
    namespace: string;
    name: string;
    minReplicas: number;
    maxReplicas: number;
    target: { kind: string; name: string };
  };
  /** The moment that is explained. */
  at: string;
  currentReplicas: number;
  desiredReplicas: number;
  /** What the metrics ask for, before stabilization and limits; absent where they were not looked at or do not suffice. */
  metricReplicas?: number;
  /** One sentence. */
  answer: string;
  /** The steps of the decision, in order. */
  steps: ReportReason[];
  metrics: ExplainedMetric[];
  /** What would have to change for it to scale. */
  outlook: { up: ExplainedDirection; down: ExplainedDirection };
  /** What the controller itself says in the object's status; absent for a moment of the past. */
  controller?: ExplainedController;
  /** Decision by decision; only where a stretch was asked for. */
  replay?: HpaReplay;
  notes: string[];
}

/** A metric beside its target, and what it asks for. */
export interface ExplainedMetric {
  metric: string;
  value?: string;
  target?: string;
  proposal?: number;
  /** The largest proposal: it decided. */
  decides: boolean;
  error?: string;
  basis: ReportBasis;
}

export interface ExplainedDirection {
  /** One sentence: from which values on, and what stands in the way until when. */
  text: string;
  /** Up: one of them is enough. Down: all have to be there. */
  thresholds: ExplainedThreshold[];
  blockers: { kind: string; text: string; until?: string }[];
}

/** Where a metric would ask for another count, if pods, targets and replicas stay as they are. */
export interface ExplainedThreshold {
  metric: string;
  /** Per cent of the requests, or the metric's own unit for a pod or in all. */
  quantity: 'utilization-percent' | 'average' | 'total';
  current: number;
  threshold: number;
  reached: boolean;
}

export interface ExplainedController {
  desiredReplicas?: number;
  lastScaleTime?: string;
  conditions: { type: string; status: string; reason: string; message: string }[];
  /** Whether `desiredReplicas` is what the rules give here; absent where the status does not say. */
  agrees?: boolean;
}

/** The decisions of a stretch of time, on the replicas that ran. */
export interface HpaReplay {
  from: string;
  to: string;
  stepSeconds: number;
  /** The shortest time between two changes of a metric's value; absent where none changes twice. Where it is longer than a step, the samples were too. */
  changeSeconds?: number;
  decisions: number;
  /** Of these, the rules asked for what ran then or within the minute after. */
  followed: number;
  /** Stretches in which nothing of the decision changed. */
  stretches: ReplayedStretch[];
  basis: ReportBasis;
}

export interface ReplayedStretch {
  from: string;
  to: string;
  /** What ran. */
  replicas: number;
  /** What the metrics ask for; absent where they do not suffice. */
  metricReplicas?: number;
  /** What the rules came to. */
  desiredReplicas: number;
  /** The rule that had the last word. */
  rule: string;
  /** At the beginning of the stretch. */
  text: string;
}

/** Why a VPA recommends what it recommends, and what it would do to the pods that run. */
export interface VpaExplanation {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'VpaExplanation';
  generatedAt: string;
  cluster: string;
  vpa: { namespace: string; name: string; updateMode: string; target: { kind: string; name: string } };
  /** One sentence. */
  answer: string;
  containers: ExplainedContainer[];
  /** What the updater would do to each pod; empty where the mode leaves running pods alone. */
  pods: ExplainedPod[];
  conditions: { type: string; status: string; reason: string; message: string }[];
  notes: string[];
}

export interface ExplainedContainer {
  container: string;
  resources: ExplainedResource[];
  /** What the reckoning rests on; absent where nothing was known to reckon with. */
  basis?: ReportBasis;
}

/** Amounts as Kubernetes writes them. */
export interface ExplainedResource {
  resource: 'cpu' | 'memory';
  /** In the workload's template. */
  request?: string;
  /** What the VPA's status says. */
  status?: ExplainedAmounts;
  /** What its rules give on what is known here; absent where nothing is. */
  reckoned?: ExplainedAmounts;
  minAllowed?: string;
  maxAllowed?: string;
  /** How the reckoned amounts came about. */
  steps: ReportReason[];
}

export interface ExplainedAmounts {
  lowerBound?: string;
  target?: string;
  upperBound?: string;
  /** The target before minAllowed and maxAllowed. */
  uncappedTarget?: string;
}

export interface ExplainedPod {
  pod: string;
  update: boolean;
  text: string;
  steps: ReportReason[];
}
