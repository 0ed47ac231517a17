import type { ForecastOutcome, ForecastRequest } from '../forecast/index.ts';
import type { Forecaster } from './forecaster.ts';

export interface ForecastJob {
  readonly key: string;
  /** Makes the request when its turn has come: histories are read one after the other and never all held at once. */
  readonly request: () => ForecastRequest | Promise<ForecastRequest>;
}

export interface ForecastManyOptions {
  /** Jobs that are read or worked on at one time: what bounds memory. Twice the number of threads keeps them busy. */
  readonly atOnce: number;
  /** Whether what was fitted is kept under the job's key. */
  readonly keep?: boolean;
  readonly signal?: AbortSignal;
  /** Called after each answer. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Forecasts many series, answers in the order of the jobs. At most `atOnce` histories and unread answers exist at a time: jobs are
 * taken as answers are consumed. The first job that rejects ends it with its error, an abort with the signal's reason.
 */
export async function* forecastMany(
  forecaster: Forecaster,
  jobs: Iterable<ForecastJob> | AsyncIterable<ForecastJob>,
  { atOnce, keep = false, signal, onProgress }: ForecastManyOptions,
): AsyncGenerator<{ readonly key: string; readonly outcome: ForecastOutcome }> {
  const waiting: { readonly key: string; readonly outcome: Promise<ForecastOutcome> }[] = [];
  let done = 0;
  const answer = async (oldest: (typeof waiting)[number]) => {
    const outcome = await oldest.outcome;
    signal?.throwIfAborted();
    onProgress?.(++done);
    return { key: oldest.key, outcome };
  };
  for await (const { key, request } of jobs) {
    signal?.throwIfAborted();
    const outcome = work(forecaster, key, request, keep);
    // It is awaited in its turn; until then a rejection is nobody's fault.
    outcome.catch(() => undefined);
    waiting.push({ key, outcome });
    const oldest = waiting.length >= Math.max(1, atOnce) ? waiting.shift() : undefined;
    if (oldest !== undefined) yield await answer(oldest);
  }
  for (const rest of waiting) yield await answer(rest);
}

async function work(
  forecaster: Forecaster,
  key: string,
  request: ForecastJob['request'],
  keep: boolean,
): Promise<ForecastOutcome> {
  const ready = await request();
  return keep ? forecaster.fit(key, ready) : forecaster.forecast(ready);
}
