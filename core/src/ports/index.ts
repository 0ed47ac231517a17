export type { Clock } from './clock.ts';
export type { ClusterSource, KubernetesVersion, ListQuery, ObjectQuery } from './cluster-source.ts';
export type {
  ApplyOptions,
  ApplyOutcome,
  ClusterWriter,
  ContainerResize,
  FieldConflict,
} from './cluster-writer.ts';
export type { FileSource } from './file-source.ts';
export { type ForecastJob, forecastMany, type ForecastManyOptions } from './forecast-many.ts';
export type { Forecaster } from './forecaster.ts';
export type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.ts';
export type { KubernetesApi, KubernetesCallOptions } from './kubernetes-api.ts';
export { labelSelectorPredicate } from './label-selector.ts';
export { defaultKeptBytes, localForecaster, type LocalForecasterOptions } from './local-forecaster.ts';
export type {
  CustomMetricQuery,
  ExternalMetricQuery,
  ListedMetric,
  MetricsApis,
  ServedMetricNames,
  ServedValue,
} from './metrics-apis.ts';
export type { MetricQuery, MetricsSource, SourceCallOptions, TimeRange } from './metrics-source.ts';
export { overlaidCluster } from './overlaid-cluster.ts';
export type { PriceSource } from './price-source.ts';
export { rememberingCluster, rememberingMetrics } from './remembering.ts';
export { type Backoff, retrying, type RetryOptions } from './retrying.ts';
export type { InstantAnswer, InstantSample, SeriesSource } from './series-source.ts';
export { SourceError, type SourceErrorCode, type SourceErrorDetails } from './source-error.ts';
