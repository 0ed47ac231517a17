import type { TimeSeries } from '../stats/index.ts';
import type { Forecast, ForecastOutcome, ForecastRequest } from './forecast.ts';
import { fitForecast, type LiveForecast } from './live-forecast.ts';

/**
 * Fitted forecasts by key, within a bound of memory: when a new one does not fit, those that were not asked for the longest go.
 * One that is gone has to be fitted again; nothing else is lost.
 */
export class KeptForecasts {
  readonly #mostBytes: number;
  /** In the order in which they were asked for last, oldest first. */
  readonly #kept = new Map<string, LiveForecast>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** About how much memory they hold, bytes. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  /** Fits, keeps what was fitted in place of an earlier one, and answers as `forecast` does. */
  fit(key: string, request: ForecastRequest): ForecastOutcome {
    const live = fitForecast(request);
    this.forget(key);
    if (live.kind === 'insufficient-data') return live;
    this.#put(key, live);
    return live.forecast();
  }

  /** Takes in new samples and moves on to `nowMs`; `undefined` for a key that is not kept (any more). */
  advance(key: string, samples: TimeSeries, nowMs: number): Forecast | undefined {
    const live = this.#kept.get(key);
    if (live === undefined) return undefined;
    this.forget(key);
    live.advance(samples, nowMs);
    this.#put(key, live);
    return live.forecast();
  }

  forget(key: string): void {
    const live = this.#kept.get(key);
    if (live === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= live.sizeBytes;
  }

  #put(key: string, live: LiveForecast): void {
    this.#kept.set(key, live);
    this.#bytes += live.sizeBytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#mostBytes) return;
      this.forget(oldest);
    }
  }
}
