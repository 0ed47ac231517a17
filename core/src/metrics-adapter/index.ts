export { loadCatalogue } from './catalogue/load-catalogue.ts';
export type { CompiledRules } from './rules/compile-rules.ts';
export { type ConfigProblem, pathText } from './rules/config-problem.ts';
export { describeRules } from './rules/describe-unasked.ts';
export type {
  DescribedMetric,
  DescribedMetrics,
  DescribedRule,
  DescribedRules,
} from './rules/described-metric.ts';
export { type LoadedRules, loadRules } from './rules/load-rules.ts';
export { examineRules } from './server/examine-rules.ts';
export type { ForecastOptions } from './server/forecasts.ts';
export { type AdapterOptions, runAdapter, type RunningAdapter } from './server/run-adapter.ts';
