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

/** What `adapter check-config` prints with `-o json`. */
export interface DescribedMetrics {
  readonly metrics: readonly DescribedMetric[];
}
