import { setTimeout as sleep } from 'node:timers/promises';

/** Does a task again and again until the signal fires; each pause begins when the task has ended. The task does not throw. */
export async function repeat(
  task: () => Promise<void>,
  pauseMs: () => number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await task();
    // Rejects only when the signal fires.
    await sleep(pauseMs(), undefined, { signal }).catch(() => undefined);
  }
}
