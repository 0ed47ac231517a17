import { setTimeout as wait } from 'node:timers/promises';

import { SourceError } from '@kubectl-autoscale/core/ports';

import type { Screen } from '../output/redrawn-screen.ts';

export interface WatchOptions {
  readonly intervalSeconds: number;
  readonly signal: AbortSignal;
  /** How a failure is shown in place of the report. */
  readonly problemText: (error: SourceError) => string;
}

/**
 * Makes a report again and again until cancelled. A first failure ends it; a later one is shown and tried again, since a server
 * may be restarting.
 */
export async function watch(
  make: () => Promise<string>,
  screen: Screen,
  options: WatchOptions,
): Promise<void> {
  let last = await make();
  screen.show(last);
  for (;;) {
    await wait(options.intervalSeconds * 1000, undefined, { signal: options.signal }).catch(() => undefined);
    if (options.signal.aborted) return;
    try {
      last = await make();
      screen.show(last);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.code === 'cancelled') return;
      screen.show(`${options.problemText(error)}\n${last}`);
    }
  }
}
