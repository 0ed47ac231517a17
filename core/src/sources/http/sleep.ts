import { setTimeout as delay } from 'node:timers/promises';

/** Waits, or throws as soon as the signal fires. The `sleep` of the retrying transport. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, signal && { signal });
}
