export type { CompiledRules } from './rules/compile-rules.ts';
export { type ConfigProblem, pathText } from './rules/config-problem.ts';
export { type LoadedRules, loadRules } from './rules/load-rules.ts';
export { type AdapterOptions, runAdapter, type RunningAdapter } from './server/run-adapter.ts';
