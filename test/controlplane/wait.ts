import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, for the error: "kube-apiserver to be ready". */
  readonly description: string;
  readonly timeoutSeconds?: number;
  readonly intervalMilliseconds?: number;
  /** Called before each attempt; throws when waiting further makes no sense, for example because a process ended. */
  readonly giveUp?: () => void;
}

/**
 * Calls `attempt` until it returns something other than undefined, null or false, and returns that.
 * An attempt that throws counts as "not yet"; its error becomes the cause of the error thrown at the timeout.
 */
export async function waitFor<T>(
  attempt: () => T | Promise<T>,
  options: WaitOptions,
): Promise<Exclude<T, undefined | null | false>> {
  const { description, timeoutSeconds = 30, intervalMilliseconds = 50, giveUp } = options;
  const deadline = Date.now() + timeoutSeconds * 1000;
  let lastError: unknown;
  for (;;) {
    giveUp?.();
    try {
      const result = await attempt();
      if (isDone(result)) return result;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= deadline) {
      const last = lastError instanceof Error ? `: ${lastError.message}` : '';
      throw new Error(`waited ${timeoutSeconds} s for ${description}${last}`, { cause: lastError });
    }
    await sleep(intervalMilliseconds);
  }
}

function isDone<T>(result: T): result is Exclude<T, undefined | null | false> {
  return result !== undefined && result !== null && result !== false;
}
