import type { CostOptions } from '@kubectl-autoscale/core/advisor';
import type { LinearSolver } from '@kubectl-autoscale/core/optimizer';
import { Flags } from '@oclif/core';

type Plan = NonNullable<CostOptions['plan']>;

/** Flags of commands that look for cheaper nodes. */
export const planFlags = {
  plan: Flags.boolean({
    summary: 'Say what could be saved; --no-plan leaves it out.',
    default: true,
    allowNo: true,
  }),
  'max-spot-share': Flags.integer({
    summary: 'Per cent of each kind of pod that may be on spot nodes.',
    min: 0,
    max: 100,
    default: 100,
  }),
  'time-limit': Flags.integer({
    summary: 'Seconds that one search for nodes may take.',
    min: 1,
    max: 600,
    default: 5,
  }),
};

/** How much trouble the search takes, and what it may do. */
export function planOfFlags(
  flags: { readonly 'max-spot-share': number; readonly 'time-limit': number },
  solver: LinearSolver,
): Plan {
  const share = flags['max-spot-share'] / 100;
  return {
    solver,
    timeLimitMs: flags['time-limit'] * 1000,
    clockMs: () => performance.now(),
    rounds: 300,
    ...(share < 1 && { maxSpotShare: share }),
  };
}
