export {
  decideScaling,
  type LatencyImpact,
  type LoadForecast,
  type ScalingDecision,
  type ScalingInput,
} from './decide-scaling.ts';
export { defaultReplicaPolicy, policyProblem, type ReplicaPolicy } from './policy.ts';
export { erlangC, type QueueLoad, responseTimeQuantile, serviceRateFrom } from './queueing.ts';
export { reversals, type ScalingEvent, type ScalingHistory, withScaling } from './scaling-history.ts';
