import type { ScopedEvent } from '../../forecast/index.ts';

/** A configuration as prometheus-adapter v0.12 reads it (pkg/config/config.go). Defaults are filled in. */
export interface AdapterConfig {
  /** custom.metrics.k8s.io */
  readonly rules: readonly DiscoveryRule[];
  /** external.metrics.k8s.io */
  readonly externalRules: readonly DiscoveryRule[];
  /** metrics.k8s.io */
  readonly resourceRules?: ResourceRules;
  /** Ours: the metrics whose forecast is served beside them. prometheus-adapter ignores the key. */
  readonly forecasts: readonly ForecastRule[];
}

/** Which series become which metrics, and how their values are asked for. */
export interface DiscoveryRule {
  /** A series selector: `http_requests_total{namespace!=""}`. */
  readonly seriesQuery: string;
  readonly seriesFilters: readonly SeriesFilter[];
  readonly resources: ResourceMapping;
  readonly name: NameMapping;
  /** A Go template of PromQL. */
  readonly metricsQuery: string;
}

/** Exactly one of the two is there: a Go regular expression that a series name must, or must not, contain a match of. */
export type SeriesFilter = { readonly is: string } | { readonly isNot: string };

/** Which labels name which Kubernetes objects. */
export interface ResourceMapping {
  /** A Go template of `.Group` and `.Resource` (singular) that gives a label. */
  readonly template?: string;
  /** Label → resource; stands over the template. */
  readonly overrides: ReadonlyMap<string, GroupResource>;
  /** External metrics: whether a request's namespace is a condition of the query. */
  readonly namespaced: boolean;
}

/** A resource by its group and its name, which may be plural or singular: `{ group: 'apps', resource: 'deployment' }`. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** Empty texts stand for the defaults. */
export interface NameMapping {
  readonly matches: string;
  readonly as: string;
}

/** How the usage of pods and nodes is asked for. */
export interface ResourceRules {
  readonly cpu: ResourceRule;
  readonly memory: ResourceRule;
  readonly windowMs: number;
}

export interface ResourceRule {
  /** Go templates of PromQL. */
  readonly containerQuery: string;
  readonly nodeQuery: string;
  readonly resources: ResourceMapping;
  /** The label that names the container. */
  readonly containerLabel: string;
}

/** A metric that is also served as `forecast_<metric>`: what demand is expected to reach within a horizon. */
export interface ForecastRule {
  /** The name of a custom or an external metric, as it is served. */
  readonly metric: string;
  /** How far ahead, milliseconds: as long as new capacity takes, and a little more. */
  readonly horizonMs: number;
  /** 0.5 to 0.99: with this probability demand stays at or below what is served over the whole horizon. */
  readonly quantile: number;
  /** How much of the past is read, milliseconds. */
  readonly historyMs: number;
  /** The grid on which the past is read and the forecast is renewed, milliseconds. */
  readonly stepMs: number;
  /** What the past does not show; absent where nothing is known. */
  readonly events?: readonly ScopedEvent[];
}
