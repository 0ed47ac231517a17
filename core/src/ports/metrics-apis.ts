import type { Quantity } from '../units/quantity.ts';
import type { SourceCallOptions } from './metrics-source.ts';

/** A metric as custom.metrics.k8s.io lists it: of which resource, in RBAC's words (`pods`, `services`, `jobs.batch`). */
export interface ListedMetric {
  readonly resource: string;
  readonly name: string;
}

/** The names of what a cluster's metrics APIs serve. */
export interface ServedMetricNames {
  readonly custom: readonly ListedMetric[];
  readonly external: readonly string[];
}

/** Which custom metric is asked for, as the HPA controller asks. */
export interface CustomMetricQuery {
  readonly namespace: string;
  /** `pods`, `services`, `ingresses.networking.k8s.io`; `namespaces` for the namespace itself. */
  readonly resource: string;
  readonly metric: string;
  /** Absent: all that the selector matches. */
  readonly name?: string;
  /** Of the objects, in Kubernetes' syntax: `app=chat`. */
  readonly labelSelector?: string;
  /** Of the series. */
  readonly metricSelector?: string;
}

export interface ExternalMetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly metricSelector?: string;
}

/** One value as a metrics API gives it. */
export interface ServedValue {
  /** The object that it is about; an external metric has labels instead. */
  readonly object?: { readonly kind: string; readonly name: string };
  readonly labels: Readonly<Record<string, string>>;
  readonly value: Quantity;
  readonly timestampMs: number;
}

/**
 * What the cluster's metrics APIs serve to HPAs. Lists are `undefined` where nobody has registered the API; values are `undefined` where the
 * server knows no such metric. Throws `SourceError` for everything else: `forbidden`, or `unreachable` where the registered server is away.
 */
export interface MetricsApis {
  /** For people: `context prod-eu`. */
  readonly description: string;
  customMetrics(options?: SourceCallOptions): Promise<readonly ListedMetric[] | undefined>;
  externalMetrics(options?: SourceCallOptions): Promise<readonly string[] | undefined>;
  /** Whether CPU and memory of pods are served (metrics.k8s.io). */
  servesResources(options?: SourceCallOptions): Promise<boolean>;
  customValues(
    query: CustomMetricQuery,
    options?: SourceCallOptions,
  ): Promise<readonly ServedValue[] | undefined>;
  externalValues(
    query: ExternalMetricQuery,
    options?: SourceCallOptions,
  ): Promise<readonly ServedValue[] | undefined>;
}
