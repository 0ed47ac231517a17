export type { DecisionRecord, DecisionSink } from './decision-record.ts';
export type { ClusterScorecard, Scorecard } from './outcome/scorecard.ts';
export type { Timeline } from './outcome/timeline.ts';
export { changedHpa, type HpaChanges, parseHpaChanges, targetsText } from './own-hpa/hpa-changes.ts';
export { loadAtTarget } from './own-hpa/load-at-target.ts';
export { type OwnHpa, readOwnHpa } from './own-hpa/own-hpa.ts';
export { simulationReport, strategyTitles } from './report/report-of.ts';
export { serviceCaseOfTrace } from './report/service-case-of-trace.ts';
export {
  type ServiceCaseOfWorkload,
  serviceCaseOfWorkload,
  type ServiceChoices,
} from './report/service-case-of-workload.ts';
export type {
  SimulatedDecision,
  SimulatedSettings,
  SimulatedStrategy,
  SimulationReport,
} from './report/simulation-report.ts';
export type { OwnHpaChoice } from './report/with-own-hpa.ts';
export {
  type AutoscalerScenario,
  type ClusterScenario,
  defaultForecast,
  defaultMetricPipeline,
  defaultPodStart,
  type ForecastSettings,
  type HpaSignal,
  type MetricPipeline,
  type NodePool,
  type PodShape,
  type PodStart,
  type Scaler,
  type Scenario,
  type Signal,
  signalNames,
  type VpaScenario,
  type WorkloadScenario,
} from './scenario.ts';
export { scenarioProblem } from './scenario-problem.ts';
export { replicaCapacity, type ServiceProfile } from './serving/service-profile.ts';
export { type Outcome, simulate, type WorkloadOutcome } from './simulate.ts';
export {
  compareStrategies,
  leastStatic,
  LOST_SHARE_ALLOWED,
  type Saving,
  type StrategyResult,
} from './strategies/compare.ts';
export {
  cheapestWithinGoal,
  defaultSettingsGrid,
  searchSettings,
  type SettingsGrid,
  type TriedSettings,
} from './strategies/search-settings.ts';
export {
  costPerPodHour,
  podsPerNode,
  type ServiceCase,
  targetPerReplica,
} from './strategies/service-case.ts';
export {
  isPossible,
  PEAK_RESERVE,
  type StrategyId,
  strategyIds,
  strategyScenario,
} from './strategies/strategy.ts';
export { demandAt, type DemandTrace, scaledToPeak, traceEndMs } from './traffic/demand-trace.ts';
export { type SyntheticShape, syntheticShapes, syntheticTrace } from './traffic/synthetic-traces.ts';
export { traceFromSamples } from './traffic/trace-from-samples.ts';
export { type MeasuredHpa, simulateWhatIf, type WhatIf, type WhatIfRun } from './what-if/what-if.ts';
