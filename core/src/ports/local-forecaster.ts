import { forecast, KeptForecasts } from '../forecast/index.ts';
import type { Forecaster } from './forecaster.ts';

export interface LocalForecasterOptions {
  /** Memory for what is kept between a fit and the next, bytes; 256 MiB when left out. */
  readonly mostBytes?: number;
}

export const defaultKeptBytes = 256 * 1024 ** 2;

/** Fits in the calling thread, which waits: for a single forecast, and to compare others with. */
export function localForecaster({ mostBytes = defaultKeptBytes }: LocalForecasterOptions = {}): Forecaster {
  const kept = new KeptForecasts(mostBytes);
  return {
    forecast: (request) => settle(() => forecast(request)),
    fit: (key, request) => settle(() => kept.fit(key, request)),
    advance: (key, samples, nowMs) => settle(() => kept.advance(key, samples, nowMs)),
    forget: (key) => kept.forget(key),
    close: () => Promise.resolve(),
  };
}

/** What throws becomes a promise that rejects, as from another thread. */
function settle<Answer>(work: () => Answer): Promise<Answer> {
  return new Promise((resolve) => resolve(work()));
}
