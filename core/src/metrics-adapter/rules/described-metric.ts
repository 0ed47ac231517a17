/** A metric that rules make of the series that there are, and how its values are asked for. */
export interface DescribedMetric {
  /** `resource` for metrics.k8s.io. */
  readonly api: 'custom' | 'external' | 'resource';
  /** `pods/http_requests`, or the name alone for an external metric. */
  readonly name: string;
  /** The rule: `rules[2]`. */
  readonly rule: string;
  readonly series: string;
  /** An example, for namespace `NAMESPACE` and an object `NAME` where one query asks for one object. */
  readonly promql: string;
  /** One query answers for all objects. */
  readonly shared: boolean;
  /** Of a forecast: how often its past is read on, milliseconds. */
  readonly renewedEveryMs?: number;
}

/** What a rule would serve, as far as it tells that itself. */
export interface DescribedRule {
  /** `resource` for metrics.k8s.io. */
  readonly api: 'custom' | 'external' | 'resource';
  /** The rule: `rules[2]`. */
  readonly rule: string;
  /** Absent where only the series in Prometheus tell the name. */
  readonly metric?: string;
  /** Of which resources there may be values, as the rule writes them: `pod`, `deployment.apps`. Absent for an external metric. */
  readonly resources?: readonly string[];
  /** How a label is named that makes values of further resources: `kube_<<.Resource>>`. */
  readonly resourceTemplate?: string;
  /** The selector of the series; empty for metrics.k8s.io. */
  readonly series: string;
  /** The query as the rule writes it, with its placeholders. */
  readonly promql: string;
  /** One query answers for all objects. */
  readonly shared: boolean;
}

/** What `adapter check-config --offline` prints with `-o json`: nothing was asked, so there are rules and no series. */
export interface DescribedRules {
  readonly rules: readonly DescribedRule[];
}

/** What `adapter check-config` prints with `-o json`. */
export interface DescribedMetrics {
  readonly metrics: readonly DescribedMetric[];
}
