import { parentPort, workerData } from 'node:worker_threads';

import {
  type Forecast,
  forecast,
  type ForecastOutcome,
  type ForecastRequest,
  KeptForecasts,
} from '../../forecast/index.ts';
import type { TimeSeries } from '../../stats/index.ts';

export type ForecastQuestion =
  | { readonly type: 'forecast'; readonly id: number; readonly request: ForecastRequest }
  | { readonly type: 'fit'; readonly id: number; readonly key: string; readonly request: ForecastRequest }
  | {
      readonly type: 'advance';
      readonly id: number;
      readonly key: string;
      readonly samples: TimeSeries;
      readonly nowMs: number;
    }
  | { readonly type: 'forget'; readonly key: string };

export type ForecastAnswer =
  | { readonly id: number; readonly answer: ForecastOutcome | Forecast | undefined }
  | { readonly id: number; readonly error: { readonly isRange: boolean; readonly message: string } };

/** What a thread is started with. */
export interface ForecastThreadData {
  readonly mostBytes: number;
}

/** The body of a thread that fits forecasts. Call it in the file that `threadedForecaster` is given. */
export function serveForecasterThread(): void {
  const port = parentPort;
  if (!port) throw new Error('this is no worker thread');
  const kept = new KeptForecasts((workerData as ForecastThreadData).mostBytes);
  port.on('message', (question: ForecastQuestion) => {
    if (question.type === 'forget') {
      kept.forget(question.key);
      return;
    }
    const { id } = question;
    try {
      port.postMessage({ id, answer: answerTo(kept, question) } satisfies ForecastAnswer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isRange = error instanceof RangeError;
      port.postMessage({ id, error: { isRange, message } } satisfies ForecastAnswer);
    }
  });
}

function answerTo(
  kept: KeptForecasts,
  question: Exclude<ForecastQuestion, { readonly type: 'forget' }>,
): ForecastOutcome | Forecast | undefined {
  switch (question.type) {
    case 'forecast':
      return forecast(question.request);
    case 'fit':
      return kept.fit(question.key, question.request);
    case 'advance':
      return kept.advance(question.key, question.samples, question.nowMs);
  }
}
