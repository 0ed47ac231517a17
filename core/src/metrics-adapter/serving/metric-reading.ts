/** A value of custom.metrics.k8s.io. */
export interface ObjectReading {
  readonly kind: string;
  /** As upstream writes it: `/v1` for the core group. */
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly metric: string;
  /** Of the metric's labels, as asked for; `''` for none. */
  readonly selector: string;
  readonly atMs: number;
  readonly value: number;
  /** The value as it is written. */
  readonly quantity: string;
}

/** A value of external.metrics.k8s.io. */
export interface ExternalReading {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly atMs: number;
  readonly value: number;
  /** The value as it is written. */
  readonly quantity: string;
}
