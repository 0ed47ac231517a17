import { Worker } from 'node:worker_threads';

import type { FitTask, FittedValue, ForecastFits } from '../forecasting/fit-forecast-value.ts';
import type { FitAnswer, FitQuestion } from './forecast-thread.ts';

export interface ThreadedFits extends ForecastFits {
  close(): Promise<void>;
}

/** A fit that takes longer will come to no end. */
const patienceMs = 60_000;

interface Asked {
  readonly done: (fitted: FittedValue) => void;
  readonly failed: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Fits in a thread of its own, which `script` runs. It starts with the first fit, and anew after it has ended. */
export function createThreadedFits(script: URL): ThreadedFits {
  const asked = new Map<number, Asked>();
  let worker: Worker | undefined;
  let next = 1;

  const settle = (id: number): Asked | undefined => {
    const waiting = asked.get(id);
    asked.delete(id);
    if (waiting) clearTimeout(waiting.timer);
    return waiting;
  };
  const failAll = (error: Error): void => {
    worker = undefined;
    for (const id of [...asked.keys()]) settle(id)?.failed(error);
  };
  const start = (): Worker => {
    const started = new Worker(script);
    started.unref();
    started.on('message', (answer: FitAnswer) => {
      const waiting = settle(answer.id);
      if ('fitted' in answer) waiting?.done(answer.fitted);
      else waiting?.failed(new Error(answer.failure));
    });
    const ended = (error: Error): void => {
      if (worker === started) failAll(error);
    };
    started.on('error', ended);
    started.on('exit', () => ended(new Error('the thread that fits forecasts has ended')));
    return started;
  };
  return {
    fit: (task: FitTask) =>
      new Promise<FittedValue>((done, failed) => {
        worker ??= start();
        const id = next++;
        const tooLate = (): void => {
          void worker?.terminate();
          failAll(new Error('a forecast was not fitted in time'));
        };
        asked.set(id, { done, failed, timer: setTimeout(tooLate, patienceMs) });
        const question: FitQuestion = { id, task };
        worker.postMessage(question, [question.task.history.values.buffer as ArrayBuffer]);
      }),
    close: async () => {
      const closing = worker;
      failAll(new Error('the adapter ends'));
      await closing?.terminate();
    },
  };
}
