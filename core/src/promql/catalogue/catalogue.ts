import type { QueryDescription } from '../defined-query.ts';
import { brokerArrivalsDescription } from '../demand/broker-arrivals.ts';
import { adapterForecastFallbacks, adapterForecastInUse } from './adapter.ts';
import {
  containerCpuThrottling,
  containerCpuUsage,
  containerMemoryWorkingSet,
  containerOomKills,
  containerResourceLimit,
  containerResourceRequest,
  containerRestarts,
  workloadCpuUsage,
  workloadMemoryWorkingSet,
} from './containers.ts';
import {
  clusterGpuMemoryUsed,
  clusterGpuUtilization,
  gpuMemoryTotal,
  gpuMemoryUsed,
  gpuUtilization,
} from './gpu.ts';
import { externalMetric, objectMetric, podsMetric } from './hpa-metrics.ts';
import {
  nodeAllocatable,
  nodeCgroupCpuUsage,
  nodeCgroupMemoryUsed,
  nodeCpuUsage,
  nodeGpuUtilization,
  nodeMemoryUsed,
  nodeRequests,
} from './nodes.ts';
import { readyReplicas, specReplicas } from './replicas.ts';
import { latencyQuantile, queueDepth, requestRate } from './traffic.ts';

/** Every query that we send, described; what a user types is the one exception. */
export const metricCatalogue: readonly QueryDescription[] = [
  requestRate,
  latencyQuantile,
  queueDepth,
  specReplicas,
  readyReplicas,
  workloadCpuUsage,
  containerCpuUsage,
  workloadMemoryWorkingSet,
  containerMemoryWorkingSet,
  containerResourceRequest,
  containerResourceLimit,
  containerCpuThrottling,
  containerRestarts,
  containerOomKills,
  gpuUtilization,
  gpuMemoryUsed,
  gpuMemoryTotal,
  clusterGpuUtilization,
  clusterGpuMemoryUsed,
  podsMetric,
  objectMetric,
  externalMetric,
  nodeCpuUsage,
  nodeMemoryUsed,
  nodeCgroupCpuUsage,
  nodeCgroupMemoryUsed,
  nodeGpuUtilization,
  nodeRequests,
  nodeAllocatable,
  adapterForecastInUse,
  adapterForecastFallbacks,
]
  .map(({ description }) => description)
  .concat(brokerArrivalsDescription);
