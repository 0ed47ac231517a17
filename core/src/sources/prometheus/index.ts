export { connectPrometheus, type PrometheusConnection } from './connect-prometheus.ts';
export { type DiscoveredPrometheus, discoverPrometheus } from './discover-prometheus.ts';
export {
  createPrometheusSource,
  type PrometheusBuild,
  type PrometheusOptions,
  type PrometheusSource,
} from './prometheus-source.ts';
export type { PrometheusService } from './well-known-services.ts';
