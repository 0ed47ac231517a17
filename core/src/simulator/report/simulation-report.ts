/**
 * What `simulate` prints: one service under several ways to scale it, on the same traffic. All of it is JSON; times are ISO 8601.
 */
export interface SimulationReport {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'Simulation';
  service: string;
  /** Where the traffic is from. */
  traffic: string;
  start: string;
  hours: number;
  seed: number;
  /** Hours of the same traffic before the start: what forecasts learned from. */
  historyHours: number;
  goal: { p95Seconds: number };
  /** What the figures rest on, one sentence each. */
  assumptions: string[];
  currency: string;
  strategies: SimulatedStrategy[];
  /** Only where it was asked for: settings of the HPA that the service has, else of one on requests per second, from the cheapest on. */
  settings?: SimulatedSettings[];
}

export interface SimulatedStrategy {
  id: string;
  title: string;
  /** Pods by their share of a node; absent where nodes were simulated. */
  podCost?: number;
  /** Nodes: those simulated, elsewhere as many as the most pods need, all the time. */
  nodeCost: number;
  costPerMillionRequests?: number;
  /** Nodes at the peak, counted as their cost is. */
  nodesMost: number;
  /** Against the fewest fixed replicas that meet the goal, shares of the cost. `counts`: no more minutes are lost for it. */
  saved: { podShare?: number; nodeShare: number; counts: boolean };
  requests: number;
  failed: number;
  latencySeconds?: { p50: number; p95: number; p99: number };
  lostMinutes: number;
  crowdedMinutes: number;
  mostWaiting: number;
  podHours: number;
  overProvisionedPodHours: number;
  underProvisionedPodHours: number;
  scaleUp?: { times: number; p50Seconds: number; p95Seconds: number; mostSeconds: number };
  changes: number;
  flapsPerDay: number;
  mostReplicas: number;
  forecast?: { accuracy: number; servedShare: number };
  nodes?: { hours: Record<string, number>; most: number; pendingPodMinutes: number };
  /** Those that changed a count, of replicas or of a pool's nodes, in their order. */
  decisions: SimulatedDecision[];
  /** By the minute. `null`: nothing was served. */
  timeline: {
    start: string;
    stepSeconds: number;
    demand: number[];
    replicas: number[];
    ready: number[];
    needed: number[];
    p95Seconds: number[];
    waiting: number[];
    forecast: (number | null)[];
    nodes?: number[];
  };
}

export interface SimulatedDecision {
  at: string;
  /** `hpa`, `policy`, `vpa`, `cluster-autoscaler` or `cloud`. */
  controller: string;
  /** The workload, the pool, the node, the pod or the request. */
  subject: string;
  from: number;
  to: number;
  /** In words, in the order of the steps. */
  reasons: string[];
}

export interface SimulatedSettings {
  /** The HPA's targets, for people: `cpu 60 %`. */
  target: string;
  /** What a replica then carries, as a share of what it can serve; absent where the metric does not tell. */
  targetShare?: number;
  minReplicas: number;
  scaleDownWindowSeconds: number;
  forecast: boolean;
  cost: number;
  lostMinutes: number;
  p95Seconds?: number;
  flapsPerDay: number;
  /** At most 0.1 % of the minutes are lost. */
  meetsGoal: boolean;
  /** No other one costs less without losing more minutes. */
  onFront: boolean;
}
