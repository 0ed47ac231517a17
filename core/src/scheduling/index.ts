export { FitCheck } from './fit-check.ts';
export { NodeInfo, schedulingAmounts, type SchedulingNode, schedulingNode } from './node-info.ts';
export {
  type BoundVolume,
  type Labels,
  type PodTerm,
  type SchedulingPod,
  schedulingPod,
  type SchedulingPodContext,
  type SpreadConstraint,
} from './pod.ts';
export type { FilterPlugin, Refusal, ResourceShortage } from './refusal.ts';
export { ClusterSnapshot } from './snapshot.ts';
export { unschedulableMessage } from './unschedulable-message.ts';
