export type { ContainerResources, ContainerUsage, OomKill } from './container-usage.ts';
export { shiftUtilizationTarget, type UtilizationTargetShift } from './hpa-target.ts';
export { recommendRequests } from './recommend-requests.ts';
export {
  type ContainerRecommendation,
  DEFAULT_MINIMUM_HISTORY_MS,
  type Rightsizing,
  type RightsizingGap,
  type RightsizingInput,
  type RightsizingMethod,
} from './recommendation.ts';
export { roundUpToReadable } from './rounding.ts';
export { vpaAggregates } from './vpa-method.ts';
