export { bracketMistake, selectorMistake } from './bracket-mistake.ts';
export { adapterForecastFallbacks, adapterForecastInUse } from './catalogue/adapter.ts';
export { metricCatalogue } from './catalogue/catalogue.ts';
export {
  containerCpuThrottling,
  containerCpuUsage,
  containerMemoryWorkingSet,
  containerOomKills,
  containerResourceLimit,
  containerResourceRequest,
  containerRestarts,
  workloadCpuUsage,
  workloadMemoryWorkingSet,
} from './catalogue/containers.ts';
export {
  clusterGpuMemoryUsed,
  clusterGpuUtilization,
  gpuMemoryTotal,
  gpuMemoryUsed,
  gpuUtilization,
} from './catalogue/gpu.ts';
export {
  type DescribedObject,
  externalMetric,
  type HpaMetricName,
  objectMetric,
  podsMetric,
} from './catalogue/hpa-metrics.ts';
export {
  nodeAllocatable,
  nodeCgroupCpuUsage,
  nodeCgroupMemoryUsed,
  nodeCpuUsage,
  nodeGpuUtilization,
  nodeMemoryUsed,
  type NodeOptions,
  nodeRequests,
} from './catalogue/nodes.ts';
export { readyReplicas, specReplicas } from './catalogue/replicas.ts';
export {
  latencyCandidates,
  type LatencyOptions,
  latencyQuantile,
  queueDepth,
  queueDepthCandidates,
  requestRate,
  requestRateCandidates,
} from './catalogue/traffic.ts';
export { type LatencyHistogram, type TrafficSource, trafficSources } from './catalogue/traffic-sources.ts';
export { userQuery } from './catalogue/user-query.ts';
export type { DefinedQuery, QueryDescription } from './defined-query.ts';
export {
  type DemandCandidate,
  type DemandMapping,
  demandOf,
  type ScalingMetric,
  workloadDemand,
} from './demand/demand-of.ts';
export { demandOfExpression, type ExpressionDemand } from './demand/demand-of-expression.ts';
export { type MetricRole, metricRole } from './demand/metric-role.ts';
export type { LabelRequirement, LabelSelector } from './label-selector.ts';
export type { MetricQuery } from './metric-query.ts';
export { podNamePattern, type WorkloadRef } from './pod-names.ts';
export { escapeRegex, quoteString } from './quote.ts';
export { equal, labelName, type Matcher, matching, noneOf, notEqual, oneOf, selector } from './selector.ts';
export type { WindowOptions } from './window.ts';
export { realContainers } from './workload-series.ts';
