export type {
  LinearColumn,
  LinearProgram,
  LinearRow,
  LinearSolution,
  LinearSolver,
} from './linear-program.ts';
export { type MixChange, mixChanges } from './mix-changes.ts';
export { nameOfOption, type NodeOption } from './node-option.ts';
export { type OptimizedMix, type OptimizeEffort, type OptimizeInput, optimizeMix } from './optimize.ts';
export type { PlannedNode, UnplacedPod } from './place-pods.ts';
