import type { LinearSolver } from '@kubectl-autoscale/core/optimizer';

/** Loaded only here: the solver is larger than all the rest. */
export async function openSolver(): Promise<LinearSolver> {
  const { openHighs } = await import('@kubectl-autoscale/core/sources/solver');
  return openHighs();
}
