import { availableParallelism } from 'node:os';

import type { Forecaster } from '@kubectl-autoscale/core/ports';
import { threadedForecaster } from '@kubectl-autoscale/core/sources/threads';

/** Threads to fit in: all cores but one, at most eight, for a command is not alone on a machine. */
export const FIT_THREADS = Math.min(8, Math.max(1, availableParallelism() - 1));

/** Fits in threads that run `script`. */
export function openForecaster(script: URL, threads = FIT_THREADS): Forecaster {
  return threadedForecaster({ script, threads });
}
