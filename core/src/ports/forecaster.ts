import type { Forecast, ForecastOutcome, ForecastRequest } from '../forecast/index.ts';
import type { TimeSeries } from '../stats/time-series.ts';

/**
 * Where forecasts are fitted: in this thread, or in others, so that whoever answers requests never waits for a fit. The same
 * question has the same answer, to the byte, wherever it is worked on.
 *
 * A request that cannot be meant (see `fitForecast`) rejects with `RangeError`.
 */
export interface Forecaster {
  /** Fits and answers once, keeping nothing. */
  forecast(request: ForecastRequest): Promise<ForecastOutcome>;
  /** Fits, and keeps what was fitted under `key`, in place of an earlier one, for {@link Forecaster.advance}. */
  fit(key: string, request: ForecastRequest): Promise<ForecastOutcome>;
  /**
   * Takes in the samples since the fit and looks ahead from `nowMs`. `undefined` for a key that is not kept: never fitted, too
   * short then, or let go for memory. It has to be fitted again.
   */
  advance(key: string, samples: TimeSeries, nowMs: number): Promise<Forecast | undefined>;
  forget(key: string): void;
  /** Ends; what is still being worked on rejects. */
  close(): Promise<void>;
}
