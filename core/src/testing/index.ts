export { type ManualClock, manualClock } from './manual-clock.ts';
export { memoryCluster, type MemoryClusterOptions } from './memory-cluster.ts';
export { memoryFiles } from './memory-files.ts';
export { memoryMetrics, type MemoryMetricsOptions } from './memory-metrics.ts';
export {
  memoryMetricsApis,
  type MemoryMetricsApisOptions,
  type MemoryServedMetric,
} from './memory-metrics-apis.ts';
export { type MemoryWriter, memoryWriter, type MemoryWriterOptions } from './memory-writer.ts';
