export { type AdvisorSources, type AnalysisOptions, analyzeNamespace, analyzeWorkloads } from './analyze.ts';
export { type AssessmentOptions, assessWorkload } from './assess-workload.ts';
export { predictDemand, type PredictionOptions, type PredictionSubject } from './predict.ts';
export { readSurroundingObjects } from './surrounding-objects.ts';
export type { MetricHistory, NamespacedWorkload, WorkloadFacts, WorkloadMetrics } from './workload-facts.ts';
export type {
  PredictionReport,
  ReportAutoscaler,
  ReportBasis,
  ReportContainerCost,
  ReportCost,
  ReportForecast,
  ReportForecastPoint,
  ReportMetric,
  ReportMoney,
  ReportNoForecast,
  ReportPlacement,
  ReportReason,
  ReportReplicaDecision,
  ReportReplicas,
  ReportRequest,
  ReportScaling,
  ReportWorkload,
  WorkloadReport,
  WorkloadReportList,
} from './workload-report.ts';
