export {
  type NodeSelectorRequirement,
  type NodeSelectorTerm,
  nodeSelectorTermsAt,
  type PodAffinityTerm,
  type RequiredAffinity,
  requiredAffinityAt,
} from './affinity.ts';
export { capacityTypeOf, type NodeCapacityType } from './capacity-type.ts';
export {
  clusterAutoscalersOf,
  type ClusterAutoscalerView,
  type NodeGroupPriority,
  type PrioritiesError,
  type PriorityExpanderConfigMap,
  priorityExpanderConfigMap,
  priorityExpanderConfigMapView,
  readNodeGroupPriorities,
} from './cluster-autoscaler.ts';
export {
  clusterAutoscalerStatusConfigMap,
  type NodeGroupStatus,
  readNodeGroupStatuses,
} from './cluster-autoscaler-status.ts';
export { type CommandLineFlag, commandLineFlags, lastFlag } from './command-line-flag.ts';
export { type Condition, conditionsAt } from './condition.ts';
export type { ContainerView } from './container.ts';
export { dropUndefined, type WithoutUndefined } from './drop-undefined.ts';
export {
  type EffectiveRequest,
  effectiveRequest,
  type PodRequest,
  podRequest,
  type RequestSource,
} from './effective-requests.ts';
export { type HostPort } from './host-port.ts';
export { hpaPaths, type HpaView, hpaView, pathOfHpaBehavior, pathOfHpaMetric } from './hpa.ts';
export { hpaAnnotations } from './hpa-annotations.ts';
export type { HpaBehavior, HpaScalingPolicy, HpaScalingRules } from './hpa-behavior.ts';
export type {
  HpaMetric,
  HpaMetricFigures,
  HpaMetricSource,
  HpaMetricStatus,
  HpaMetricTarget,
  HpaTargetType,
} from './hpa-metric.ts';
export type { HpaMetricField, HpaMetricType } from './hpa-metric-spelling.ts';
export type { HpaStatus } from './hpa-status.ts';
export { type IntOrPercent, intOrPercentAt, podsOf } from './int-or-percent.ts';
export { nodePoolPaths, type NodePoolView, nodePoolView, type NodeRequirement } from './karpenter.ts';
export {
  scaledObjectPaths,
  type ScaledObjectTrigger,
  type ScaledObjectView,
  scaledObjectView,
} from './keda.ts';
export {
  configMap,
  cronJob,
  daemonSet,
  deployment,
  groupKindOf,
  horizontalPodAutoscaler,
  isKind,
  isOfKind,
  job,
  limitRange,
  node,
  nodePool,
  pod,
  podDisruptionBudget,
  priorityClass,
  replicaSet,
  replicationController,
  resourceQuota,
  scaledObject,
  statefulSet,
  verticalPodAutoscaler,
} from './kinds.ts';
export {
  type LabelSelector,
  labelSelectorAt,
  type LabelSelectorRequirement,
  matchesLabels,
} from './label-selector.ts';
export {
  defaultContainerRequest,
  type LimitRangeDefault,
  type LimitRangeItem,
  type LimitRangeView,
  limitRangeView,
  type ResourceQuotaView,
  resourceQuotaView,
} from './namespace-limits.ts';
export { type NodeView, nodeView } from './node.ts';
export { metadataOf, type ObjectMetadata, type OwnerReference } from './object-metadata.ts';
export { type ObjectReference, objectReferenceAt } from './object-reference.ts';
export { createOwnership, type Ownership, podsSelectedBy } from './ownership.ts';
export { pdbPaths, pdbSelects, type PdbStatus, type PdbView, pdbView } from './pdb.ts';
export { occupiesNode, type PodPhase, type PodView, podView } from './pod.ts';
export { podTemplateAt, type PodTemplateView, runningContainers, type VolumeView } from './pod-template.ts';
export { priorityClassPaths, type PriorityClassView, priorityClassView } from './priority-class.ts';
export { type ResourceList, resourceListAt } from './resource-list.ts';
export { type Taint, taintsAt, tolerates, type Toleration, tolerationsAt } from './toleration.ts';
export { type TopologySpreadConstraint } from './topology-spread.ts';
export {
  pathOfVpaContainerPolicy,
  type VpaContainerPolicy,
  type VpaContainerRecommendation,
  type VpaEvictionRequirement,
  vpaPaths,
  type VpaStatus,
  type VpaUpdatePolicy,
  type VpaView,
  vpaView,
} from './vpa.ts';
export {
  podTemplatePath,
  replicasPath,
  workloadKinds,
  type WorkloadStatus,
  type WorkloadView,
  workloadView,
} from './workload.ts';
export {
  formatWorkloadRef,
  parseWorkloadRef,
  type WorkloadRef,
  type WorkloadRefError,
} from './workload-ref.ts';
