export {
  type AdvisorSources,
  type AnalysisOptions,
  analyzeNamed,
  analyzeNamespace,
  analyzeWorkloads,
  workloadReportList,
} from './analyze.ts';
export { type AssessmentOptions, assessWorkload } from './assess-workload.ts';
export { analyzeCluster, type ClusterReportOptions } from './cluster-report/analyze-cluster.ts';
export type {
  ClusterFinding,
  ClusterForecast,
  ClusterNode,
  ClusterReport,
  ClusterRisk,
  ClusterWaste,
  RequestedAndNeeded,
  RiskSeverity,
  WorkloadWaste,
} from './cluster-report/cluster-report.ts';
export { forgivingMetrics } from './cluster-report/forgiving-metrics.ts';
export {
  compareAnalyses,
  compareCosts,
  type Compared,
  compareFindings,
  findingSubject,
  type OfContext,
  workloadSubject,
} from './contexts/compare-contexts.ts';
export type {
  ContextsAnalysis,
  ContextsCost,
  ContextsFindings,
  ReportDrift,
  UnavailableContext,
} from './contexts/contexts-report.ts';
export { analyzeCost, type CostOptions } from './cost-plan/analyze-cost.ts';
export type { CostGrouping } from './cost-plan/cost-now.ts';
export type {
  CostAction,
  CostMix,
  CostNodes,
  CostPlan,
  CostReport,
  CostRow,
  PlanFigures,
} from './cost-plan/cost-report.ts';
export {
  type CreationPlan,
  type CreationProblem,
  type CreationSources,
  type HpaRequest,
  type MetricRequest,
  type MetricType,
  parseDescribedObject,
  planHpa,
  planVpa,
  type PredictiveRequest,
  type RequestedTarget,
  type VpaRequest,
} from './creation/index.ts';
export { type DeliverySource, readDeliverySource } from './delivery-source.ts';
export {
  checkAutoscalers,
  checkExporters,
  checkMetricsApis,
  checkPrices,
  checkPrometheus,
  checkRights,
  checkServer,
  checksOf,
  type DoctorArea,
  type DoctorCheck,
  type DoctorReport,
  doctorReport,
  type DoctorState,
  failedCheck,
  type UnreadNodes,
} from './doctor/index.ts';
export { explainAll } from './explain/explain-all.ts';
export { explainHpa, type ExplainOptions } from './explain/explain-hpa.ts';
export { explainVpa } from './explain/explain-vpa.ts';
export type {
  ExplainedDirection,
  ExplainedResource,
  HpaExplanation,
  HpaReplay,
  VpaExplanation,
} from './explain/explanation.ts';
export { hpaSpecOf } from './hpa-from-objects.ts';
export { hpaTargetsAfter } from './hpa-targets.ts';
export { diffCost } from './manifest-cost/diff-cost.ts';
export type {
  ManifestCostChange,
  ManifestCostDiff,
  ManifestCostReport,
  ManifestCostRow,
} from './manifest-cost/manifest-cost-report.ts';
export { predictCost } from './manifest-cost/predict-cost.ts';
export { inNamespace, workloadsOfManifests } from './manifest-workloads.ts';
export { analyzeGpus, type GpuOptions } from './nodes/analyze-gpus.ts';
export { analyzeNodes, type NodesOptions } from './nodes/analyze-nodes.ts';
export type { CloudGpuQuota } from './nodes/gpu-quotas.ts';
export type {
  GpuReport,
  ReportGpuNode,
  ReportGpuPlacement,
  ReportGpuPod,
  ReportGpuQuota,
  ReportIdleGpu,
} from './nodes/gpu-report.ts';
export type { HeadroomRequest } from './nodes/headroom.ts';
export type {
  NodePlanReport,
  ReportExpansion,
  ReportHeadroom,
  ReportHopelessPods,
  ReportResize,
  ReportScaleDown,
  ReportScaleUp,
} from './nodes/node-plan-report.ts';
export type { DescribedPool } from './nodes/node-pools.ts';
export type {
  NodesReport,
  ReportClusterAutoscaler,
  ReportNode,
  ReportNodeGpu,
  ReportNodePool,
  ReportNodeRemoval,
  ReportNodeResource,
} from './nodes/nodes-report.ts';
export { type NodePlan, type NodePlanOptions, planNodes } from './nodes/plan-nodes.ts';
export { readForNodes } from './nodes/record-nodes.ts';
export {
  predictDemand,
  type PredictionOptions,
  type PredictionSubject,
  predictSeries,
  type SeriesPredictionOptions,
} from './predict.ts';
export { type PredictionListOptions, predictWorkloads } from './predict-workloads.ts';
export { type RankingOptions, rankMetrics } from './rank-metrics.ts';
export { rankWorkloads, type WorkloadOrder, workloadOrders } from './rank-workloads.ts';
export { type MeasuredWorkload, readUsage, type UsageOptions } from './read-usage.ts';
export {
  rightsize,
  type RightsizeOptions,
  type RightsizeOutcome,
  type RightsizeSubject,
} from './rightsize.ts';
export type {
  RightsizeCost,
  RightsizeHpaTarget,
  RightsizeItem,
  RightsizeReport,
  RightsizeRow,
  RightsizeVpa,
} from './rightsize-report.ts';
export type { SizedWorkload } from './rightsize-workload.ts';
export { listMetrics, type MetricsListSources } from './served-metrics/list-metrics.ts';
export type {
  MetricsReport,
  ReportMetricUser,
  ReportMetricValue,
  ReportServedMetric,
} from './served-metrics/metrics-report.ts';
export {
  scalingStatus,
  type StatusAtMaximum,
  type StatusBlindMetric,
  type StatusForecastOff,
  type StatusHpa,
  type StatusInactive,
  type StatusPendingPods,
  type StatusReport,
  type StatusScope,
  type StatusSources,
} from './status/index.ts';
export { readSurroundingObjects } from './surrounding-objects.ts';
export { usageOfReports } from './usage-facts.ts';
export type { MetricHistory, NamespacedWorkload, WorkloadFacts, WorkloadMetrics } from './workload-facts.ts';
export type {
  PredictionList,
  PredictionRanking,
  PredictionReport,
  ReportAutoscaler,
  ReportBacktest,
  ReportBasis,
  ReportContainerCost,
  ReportCost,
  ReportForecast,
  ReportForecastPoint,
  ReportMetric,
  ReportMoney,
  ReportNoForecast,
  ReportPlacement,
  ReportPlannedReplicas,
  ReportRank,
  ReportRankedMetric,
  ReportReason,
  ReportReplicaDecision,
  ReportReplicaOutlook,
  ReportReplicas,
  ReportRequest,
  ReportScaling,
  ReportWorkload,
  WorkloadReport,
  WorkloadReportList,
} from './workload-report.ts';
