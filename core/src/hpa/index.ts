export { type HpaCondition, type HpaConditionType } from './conditions.ts';
export {
  defaultControllerSettings,
  defaultSyncPeriodMs,
  type HpaControllerSettings,
  hpaFlagDefaults,
} from './controller-settings.ts';
export { decideHpa } from './decide.ts';
export type { ControllerEvent, HpaDecision } from './decision.ts';
export {
  hpaFeatureHistory,
  type HpaFeatures,
  hpaFeatures,
  newestKnownMinor,
  oldestKnownMinor,
} from './hpa-features.ts';
export type {
  HpaInput,
  HpaPod,
  InitContainer,
  MetricObservation,
  PodContainer,
  PodMetrics,
  PodValue,
  ReadyCondition,
  ScaleState,
  ScaleUnavailable,
  SelectorProblem,
} from './hpa-input.ts';
export type {
  HpaBehavior,
  HpaMetricSpec,
  HpaSpec,
  MetricIdentifier,
  MetricLabelSelector,
  MetricTarget,
  ScalingPolicy,
  ScalingRules,
} from './hpa-spec.ts';
export {
  type HpaState,
  initialHpaState,
  type ScaleEvent,
  type TimestampedRecommendation,
} from './hpa-state.ts';
export type { Milli } from './int64.ts';
export type { MetricThreshold } from './metric-threshold.ts';
export type { DirectionOutlook, ScaleBlocker, ScaleOutlook } from './outlook.ts';
export type { InvalidProposal, Measure, MetricProposal, MetricValue, ValidProposal } from './proposal.ts';
export { storeScaleEvent } from './scale-events.ts';
export { withBehaviorDefaults, withSpecDefaults } from './spec-defaults.ts';
