export { AggregateContainerState, type AggregationOverrides } from './aggregate-container-state.ts';
export { describeAmount } from './amount-text.ts';
export {
  annotationOf,
  type Bounds,
  capAmounts,
  type Capped,
  type Capping,
  type CappingAction,
  capToLimits,
  POLICY_ACTIONS,
} from './capping.ts';
export {
  CHECKPOINT_VERSION,
  type CheckpointIdentity,
  type ContainerCheckpoint,
  readCheckpoint,
  writeCheckpoint,
} from './container-checkpoint.ts';
export { ContainerState, type MemoryPeakSink, type UsageSink } from './container-state.ts';
export { controlledContainers } from './controlled-containers.ts';
export { DecayingHistogram, ZERO_TIME_MS } from './decaying-histogram.ts';
export { type DisruptionDetails, type DisruptionGroup, mayDisrupt } from './disruption.ts';
export {
  addMargin,
  applyConfidence,
  type Bound,
  confidenceOf,
  type ConfidenceStretch,
  estimate,
  type Estimation,
  minimumPerContainer,
} from './estimator.ts';
export { admitsEviction, type EvictionRequirement } from './eviction-requirements.ts';
export { Histogram } from './histogram.ts';
export {
  checkpointWeights,
  type HistogramCheckpoint,
  loadHistogram,
  MAX_CHECKPOINT_WEIGHT,
  saveDecayingHistogram,
  saveHistogram,
} from './histogram-checkpoint.ts';
export {
  type ExponentialBuckets,
  exponentialHistogramOptions,
  type HistogramOptions,
  type LinearBuckets,
  linearHistogramOptions,
} from './histogram-options.ts';
export { effectiveLimitRange, type LimitRangeItem, requestBounds } from './limit-range.ts';
export {
  boundaryRequest,
  type LimitInput,
  type ProportionalLimit,
  proportionalLimit,
  proportionalLimits,
} from './limit-scaling.ts';
export {
  type ContainerAmounts,
  type ContainerResources,
  inForce,
  type PodContainer,
} from './pod-container.ts';
export { fitToPodLimitRange } from './pod-limit-range.ts';
export {
  assignResources,
  type ContainerAssignment,
  type PodInput,
  type ProcessedRecommendation,
  processRecommendation,
} from './pod-resources.ts';
export {
  type CappedToPolicy,
  capToPolicy,
  integerCpuContainers,
  type ProcessedAmounts,
  roundToWholeCores,
} from './post-processing.ts';
export { recommend, type RecommendedContainerResources, type RecommendInput } from './recommend.ts';
export {
  type BoundPercentiles,
  DEFAULT_RECOMMENDER_CONFIG,
  MIN_SAMPLE_WEIGHT,
  type RecommenderConfig,
} from './recommender-config.ts';
export {
  coresFromCpuAmount,
  cpuAmountFromCores,
  MAX_RESOURCE_AMOUNT,
  memoryAmountFromBytes,
  RESOURCE_NAMES,
  type ResourceAmount,
  type ResourceAmounts,
  type ResourceName,
  roundUpToStep,
  scaleAmount,
} from './resource-amount.ts';
export {
  type ContainerPolicies,
  type ContainerPolicy,
  type ControlledValues,
  policyFor,
} from './resource-policy.ts';
export {
  decideUpdate,
  type LastTermination,
  observedContainers,
  type UpdateDecision,
  type UpdateInput,
} from './update-decision.ts';
export { UPDATE_MODES, type UpdateMode, type UpdateModeEffect, updateModeOf } from './update-mode.ts';
export { compareUpdatePriority, type UpdatePriority, updatePriority } from './update-priority.ts';
export { DEFAULT_UPDATER_CONFIG, type UpdaterConfig } from './updater-config.ts';
export { type PodLabels, UsageModel, type UsageModelOptions } from './usage-model.ts';
export {
  NEWEST_VPA_BEHAVIOUR,
  NEWEST_VPA_VERSION,
  OLDEST_VPA_VERSION,
  VPA_CHANGES,
  type VpaBehaviour,
  vpaBehaviour,
  type VpaChange,
} from './versions.ts';
export { containerPoliciesOf, resourceAmountsOf, statusRecommendationsOf } from './vpa-object.ts';
