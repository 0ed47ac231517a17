import { parentPort } from 'node:worker_threads';

import { fitForecastValue, type FitTask, type FittedValue } from '../forecasting/fit-forecast-value.ts';

/** What is asked of the thread. */
export interface FitQuestion {
  readonly id: number;
  readonly task: FitTask;
}

/** What it answers. */
export type FitAnswer =
  { readonly id: number; readonly fitted: FittedValue } | { readonly id: number; readonly failure: string };

/** The body of the thread in which forecasts are fitted, so that no request waits for one. Call it in the file that the thread runs. */
export function serveForecastThread(): void {
  const port = parentPort;
  if (!port) throw new Error('this is no worker thread');
  port.on('message', ({ id, task }: FitQuestion) => port.postMessage(answer(id, task)));
}

function answer(id: number, task: FitTask): FitAnswer {
  try {
    return { id, fitted: fitForecastValue(task) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
