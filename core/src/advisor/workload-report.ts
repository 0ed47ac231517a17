/**
 * What the advisor knows of one workload: measured, forecast, decided and priced. Every door prints this one object,
 * so a figure shown at one is the figure shown at all. All of it is JSON: numbers, texts, lists; times are ISO 8601.
 */

/** Where a figure comes from. */
export interface ReportBasis {
  /** For example `Prometheus http://…`, `recording examples/platform/recording`, `bundled prices`. */
  source: string;
  /** When the newest datum behind the figure was taken. */
  asOf?: string;
  /** Seconds of history that went in. */
  windowSeconds?: number;
  /** How it was made: `p95 of 5-minute rates`, `mean of the last five`. */
  method?: string;
}

export interface ReportReason {
  /** Stable identifier of the rule that applied. */
  rule: string;
  text: string;
  inputs: Record<string, string | number | boolean>;
}

export interface ReportWorkload {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
}

export interface ReportReplicas {
  /** `spec.replicas` of the workload. */
  spec: number;
  ready: number;
}

/** An autoscaler that targets the workload. */
export interface ReportAutoscaler {
  kind: 'HorizontalPodAutoscaler' | 'VerticalPodAutoscaler';
  name: string;
  minReplicas?: number;
  maxReplicas?: number;
  updateMode?: string;
  /** One line a metric: `Resource cpu 70%`. */
  metrics: string[];
}

/** Nodes that run the workload's pods, by kind of node. */
export interface ReportPlacement {
  instanceType: string;
  capacityType: 'spot' | 'on-demand' | 'unknown';
  nodes: number;
  pods: number;
}

/** A metric of the workload over the window that was read. */
export interface ReportMetric {
  /** Stable name, for example `requests`, `cpu`, `memory`, `gpu`, or the HPA metric's own name. */
  name: string;
  title: string;
  unit: string;
  /** Newest value; absent without samples. */
  current?: number;
  /** The HPA's target for it, in the same unit, where it has one. */
  target?: number;
  /** What one pod asks for, in the same unit (requests of CPU and memory). */
  requested?: number;
  p95?: number;
  max?: number;
  /** The series that the chart draws, oldest first; `null` is a gap. */
  history: { start: string; stepSeconds: number; values: (number | null)[] };
  basis: ReportBasis;
  /** Where it was read in place of the metric that was asked for, which scaling shapes, or with a warning that it does. */
  demandOf?: { metric: string; why: string };
}

export interface ReportForecastPoint {
  at: string;
  value: number;
  lower: number;
  upper: number;
}

/** The demand forecast, with the error it had when it was tried on the past. */
export interface ReportForecast {
  metric: string;
  unit: string;
  horizonMinutes: number;
  stepSeconds: number;
  model: string;
  pattern: string;
  /** Whether decisions may rest on it; `note` says why not. */
  trusted: boolean;
  note?: string;
  /** Nominal coverage of lower–upper, 0–1. */
  coverage: number;
  points: ReportForecastPoint[];
  error: {
    /** Σ|error| ÷ Σ|actual| at this horizon on past origins, 0–1 and above; accuracy is 1 − this. */
    wape?: number;
    /** Share of past values that fell inside the interval, 0–1. */
    measuredCoverage: number;
    origins: number;
    spanSeconds: number;
    /** WAPE of the mean over the horizon, where the noise of single steps averages out. */
    meanWape?: number;
    /** Share of the error of the mean of five that is gone; below 0 is worse than it. */
    skill?: number;
    /** In units of repeating the last cycle. */
    mase?: number;
    /** The WAPE that noise leaves to any forecast, by estimate: of single steps, and of the mean over the horizon. */
    noiseFloor?: { step: number; window: number };
  };
  candidates: { model: string; wape?: number; weight: number }[];
  /** What the history was like, in words, where that matters. */
  notices?: string[];
  /** Names of the known events that raised the forecast. */
  raisedBy?: string[];
  basis: ReportBasis;
}

/** Too little history for a forecast: not an error. */
export interface ReportNoForecast {
  metric: string;
  haveSeconds: number;
  needSeconds: number;
  note: string;
}

/** What the HPA's rules give for one moment. */
export interface ReportReplicaDecision {
  at: string;
  currentReplicas: number;
  desiredReplicas: number;
  /** `observed`: the metrics as they are. `forecast`: the same rules on the forecast of demand. */
  on: 'observed' | 'forecast';
  reasons: ReportReason[];
  /** Each metric's proposal, where it gave one. */
  proposals: { metric: string; proposal?: number; value?: string; target?: string; error?: string }[];
}

export interface ReportScaling {
  /** `hpa`: the workload's own HPA decided. `none`: no HPA targets it, or one that lacks a part; replicas stay. */
  decidedBy: 'hpa' | 'none';
  /** Name of the HPA that targets it, whether it can decide or not. */
  hpa?: string;
  minReplicas?: number;
  maxReplicas?: number;
  now: ReportReplicaDecision;
  /** Absent without a trusted forecast. */
  ahead?: ReportReplicaDecision;
  /** At the highest point of the forecast. */
  peak?: ReportReplicaDecision;
  /** What the scaling policy would do; only where no HPA decides and the load of a replica is known. */
  advice?: ReportScalingAdvice;
  /** Changes that the HPA might need; absent without any. */
  hpaProposals?: ReportHpaProposal[];
  notes: string[];
}

/** The scaling policy's decision on a workload that nothing scales. */
export interface ReportScalingAdvice {
  desiredReplicas: number;
  action: 'scale-up' | 'scale-down' | 'hold';
  /** Which load decided. */
  on: 'observed' | 'forecast';
  /** 0–1: 1 for what is measured, 1 − its measured error for a forecast. */
  confidence: number;
  /** Defaults; thresholds are shares of what a replica is to carry. */
  policy: {
    metric: string;
    scaleUpThreshold: number;
    scaleDownThreshold: number;
    minReplicas: number;
    maxReplicas: number;
  };
  /** In the currency of the cost; absent where a replica has no price. */
  costChangePerHour?: number;
  /** By a queueing model; `p95SecondsAfter` is absent where the replicas could not serve the load. */
  latency?: { p95Seconds: number; p95SecondsAfter?: number; assumption: string };
  reasons: ReportReason[];
}

/** A change of one field of an HPA, and what speaks for it. */
export interface ReportHpaProposal {
  field: string;
  from: number;
  to: number;
  reason: string;
  evidence: string;
}

/** One resource of one container: what it asks for and what it should. Quantities as Kubernetes writes them. */
export interface ReportRequest {
  container: string;
  resource: 'cpu' | 'memory';
  currentRequest?: string;
  currentLimit?: string;
  recommendedRequest: string;
  /** Keeps the proportion to the request that the limit has now; absent where there is no limit. */
  recommendedLimit?: string;
  lowerBound?: string;
  upperBound?: string;
  /** Share of the current request that the recommendation does not need, 0–1; negative when it asks for more. */
  wasteShare?: number;
  /** Measured use over the window of the basis, all pods together. */
  use?: { p50: string; p95: string; max: string };
  reasons: ReportReason[];
  basis: ReportBasis;
}

export interface ReportMoney {
  /** ISO 4217. */
  currency: string;
  perHour: number;
  /** 730 hours. */
  perMonth: number;
  /** Bounds per hour where prices or sizes are estimates. */
  rangePerHour?: { lower: number; upper: number };
}

/** A container's part of its pod's cost. */
export interface ReportContainerCost {
  container: string;
  /** 0–1; those of all containers make 1. */
  share: number;
}

export interface ReportCost {
  /** The workload's share of what its nodes cost, as it runs. */
  now: ReportMoney;
  /** The same with the recommended requests, at the replicas that the decision asks for. */
  after?: ReportMoney;
  /** With the recommended requests at the replicas that run now. */
  rightsized?: ReportMoney;
  /** One replica as it runs now; absent while none runs. */
  perReplica?: ReportMoney;
  containers?: ReportContainerCost[];
  /** (after − now) ÷ now. */
  changeShare?: number;
  perThousandRequests?: number;
  /** Instance types without a price. */
  unpriced: string[];
  assumptions: string[];
  basis: ReportBasis;
}

export interface WorkloadReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'WorkloadReport';
  generatedAt: string;
  cluster: string;
  workload: ReportWorkload;
  replicas: ReportReplicas;
  autoscalers: ReportAutoscaler[];
  placement: ReportPlacement[];
  metrics: ReportMetric[];
  forecast?: ReportForecast;
  noForecast?: ReportNoForecast;
  scaling: ReportScaling;
  requests: ReportRequest[];
  cost?: ReportCost;
  /** What could not be trusted or had, one sentence each. */
  notes: string[];
}

/** What measured figures say may go wrong with a workload. */
export interface ReportRisk {
  id: string;
  severity: 'error' | 'warning' | 'info';
  text: string;
}

/** What a workload wastes and risks, to rank it among others. */
export interface ReportRank {
  workload: ReportWorkload;
  /** What its pods pay for requests that measured use does not need; absent without prices or measured use. */
  unusedPerHour?: number;
  /** ISO 4217, of `unusedPerHour`. */
  currency?: string;
  /** Worst first. */
  risks: ReportRisk[];
}

export interface WorkloadReportList {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'WorkloadReportList';
  generatedAt: string;
  cluster: string;
  items: WorkloadReport[];
  /** One for each item, in the same order. */
  ranking?: ReportRank[];
}

/** How good forecasts would have been over the newest part of the history, by how far they look ahead. */
export interface ReportBacktest {
  origins: number;
  spanSeconds: number;
  steps: ReportBacktestStep[];
}

/** Errors at one distance; what could not be measured is absent. */
export interface ReportBacktestStep {
  aheadMinutes: number;
  /** Σ|error| ÷ Σ|actual|. */
  wape?: number;
  /** The same of the mean of the last five values. */
  referenceWape?: number;
  smape?: number;
  mase?: number;
  skill?: number;
  /** Share of values inside the interval, 0–1. */
  coverage?: number;
  /** Of the interval's upper bound, in the metric's unit. */
  pinball?: number;
  msis?: number;
}

/** One metric of a workload in a ranking: how well its demand can be forecast. */
export interface ReportRankedMetric {
  workload: { kind: string; namespace: string; name: string };
  /** What is forecast. */
  metric: string;
  unit: string;
  /** The metric that an HPA goes by, whose demand it is. */
  demandOf?: { metric: string; why: string };
  historySeconds: number;
  forecast?: {
    pattern: string;
    trusted: boolean;
    note?: string;
    /** At the horizon: what is expected then, and its interval. */
    value: number;
    lower: number;
    upper: number;
    error: ReportForecast['error'];
  };
  noForecast?: ReportNoForecast;
}

/** What `predict --metric all` prints: the metrics of a namespace, those that can be forecast best first. */
export interface PredictionRanking {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'PredictionRanking';
  generatedAt: string;
  namespace: string;
  horizonMinutes: number;
  /** Nominal coverage of lower–upper, 0–1. */
  coverage: number;
  source: string;
  items: ReportRankedMetric[];
}

/** Replicas that the HPA's rules ask for at one point of a forecast. */
export interface ReportPlannedReplicas {
  at: string;
  /** At the demand that is expected. */
  replicas: number;
  /** At the bounds of the forecast's interval. */
  lower: number;
  upper: number;
}

/** The replicas of a workload beside its forecast. */
export interface ReportReplicaOutlook {
  /** `spec.replicas`; absent where the cluster does not tell. */
  current?: number;
  /** Name of the HPA that decides. */
  hpa?: string;
  minReplicas?: number;
  maxReplicas?: number;
  /** Replicas that were ready, oldest first; `null` is a gap. Absent without samples. */
  history?: ReportMetric['history'];
  /** One for each point of the forecast; only where an HPA can decide and the forecast is trusted. */
  planned?: ReportPlannedReplicas[];
  /** Why one of these is absent, one sentence each. */
  notes: string[];
  /** Of the history. */
  basis?: ReportBasis;
}

/** What `predict -A` and `predict -n` print: each workload's demand, its history of the last day. By namespace, then name. */
export interface PredictionList {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'PredictionList';
  generatedAt: string;
  cluster: string;
  horizonMinutes: number;
  /** Nominal coverage of lower–upper, 0–1. */
  coverage: number;
  source: string;
  items: PredictionReport[];
}

/** What `predict` prints: the forecast of one metric. */
export interface PredictionReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'Prediction';
  generatedAt: string;
  workload?: { kind: string; namespace: string; name: string };
  metric: ReportMetric;
  forecast?: ReportForecast;
  noForecast?: ReportNoForecast;
  /** Only of a workload. */
  replicas?: ReportReplicaOutlook;
  /** Only where it was asked for. */
  backtest?: ReportBacktest;
}
