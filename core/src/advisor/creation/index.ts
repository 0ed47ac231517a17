export { type CreationSources, planHpa } from './create-hpa.ts';
export { planVpa, type VpaRequest } from './create-vpa.ts';
export type { CreationPlan, CreationProblem } from './creation-plan.ts';
export { parseDescribedObject } from './described-object.ts';
export type {
  HpaRequest,
  MetricRequest,
  MetricType,
  PredictiveRequest,
  RequestedTarget,
} from './hpa-request.ts';
