export { balance, type Resize } from './balance.ts';
export { inCandidateOrder } from './candidate-order.ts';
export type { DrainPod } from './drain-pod.ts';
export { type BlockingReason, type Drainability, drainability, type DrainContext } from './drainability.ts';
export { type Estimate, estimate, type EstimateInput } from './estimate.ts';
export { choose, type ExpanderChoice, type ExpanderContext, type ExpanderStep } from './expanders/chain.ts';
export type { ExpansionOption } from './expanders/option.ts';
export type { ExpanderPrices } from './expanders/price.ts';
export type { NodeGroup, NodeGroupOptions, NodeTemplate } from './node-group.ts';
export type { NodeVerdict, ScaleDownInput, ScaleDownNode, Stay, UnremovableReason } from './node-verdict.ts';
export { PdbBudgets } from './pdb-budgets.ts';
export { type PendingPod, type PodGroup, podGroups } from './pod-group.ts';
export { type NodePoolName, type PoolKeeper, poolOfGroup, poolOfNode } from './pool-of-node.ts';
export { judgeNodes } from './scale-down.ts';
export {
  type HopelessPod,
  planScaleUp,
  type ScaleUpInput,
  type ScaleUpPlan,
  type SkippedGroup,
} from './scale-up.ts';
export {
  type ClusterAutoscalerSettings,
  defaultSettings,
  type ResourceRange,
  settingsFromFlags,
} from './settings.ts';
export { areSimilar } from './similar-groups.ts';
export { type NodeUtilization, nodeUtilization } from './utilization.ts';
