/** What `metrics` prints with `-o json`: the metrics that HPAs can or want to scale by. */
export interface MetricsReport {
  readonly apiVersion: 'kubectl-autoscale.io/v1alpha1';
  readonly kind: 'MetricsReport';
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Those that HPAs use first, then by type and name. */
  readonly items: readonly ReportServedMetric[];
  /** What could not be read. */
  readonly notes: readonly string[];
}

export interface ReportServedMetric {
  /** As in an HPA's `spec.metrics`. */
  readonly type: 'Resource' | 'Pods' | 'Object' | 'External';
  readonly name: string;
  /** Type Object: the resource that the metric is of, such as `services`. */
  readonly resource?: string;
  /** Of the series, in Kubernetes' syntax, where an HPA asks with one. */
  readonly selector?: string;
  /** `unknown`: a recording does not hold what the metrics APIs served. */
  readonly served: 'yes' | 'no' | 'unknown';
  /** Absent where there is none now, or it may not be read. */
  readonly value?: ReportMetricValue;
  /** Who serves it, or where the value was read: `monitoring/metrics-adapter`, `HPA status`, a recording. */
  readonly source: string;
  readonly hpas: readonly ReportMetricUser[];
  /** Why there is no value, where that is known. */
  readonly reason?: string;
}

export interface ReportMetricValue {
  /** The average over `objects`, of an external metric the sum over its series. */
  readonly figure: number;
  readonly aggregation: 'average' | 'sum' | 'utilization';
  /** How many pods, objects or series have a value. */
  readonly objects: number;
  /** Of the oldest of them; absent in an HPA's status, which does not say. */
  readonly ageSeconds?: number;
}

export interface ReportMetricUser {
  readonly name: string;
  /** `10 a pod`, `70 % of the request`. */
  readonly target: string;
}
