export { openHighs } from './highs-solver.ts';
