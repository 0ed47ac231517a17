import { setMaxListeners } from 'node:events';

/** Lets a number of tasks run at once; further ones wait their turn, first come first served. */
export interface QueryLimiter {
  /** Runs the task when there is room. Throws the signal's reason when it fires while waiting. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createQueryLimiter(atOnce: number): QueryLimiter {
  let running = 0;
  const waiting = new Set<() => void>();

  const enter = async (signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    if (running < atOnce) {
      running += 1;
      return;
    }
    // Whoever leaves hands its place on, so that `running` stays as it is.
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.delete(go);
        reject(signal?.reason as Error);
      };
      waiting.add(go);
      // Many wait under one signal: that's no leak, and Node 20 would warn of one.
      if (signal) setMaxListeners(0, signal);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  };

  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    run: async (task, signal) => {
      await enter(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
