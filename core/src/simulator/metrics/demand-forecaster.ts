import { fitForecast, type Forecast, type LiveForecast } from '../../forecast/index.ts';
import type { ForecastSettings } from '../scenario.ts';

const STEP_MS = 60_000;

/** What is known ahead of one workload. */
export interface DemandAhead {
  /** To be served as the forecast metric; absent where the present value stands in for it. */
  readonly perSecond?: number;
  /** For the policy. */
  readonly forecast?: Forecast;
}

interface Promised {
  readonly forMs: number;
  readonly perSecond: number;
}

/**
 * The adapter's forecast of one workload's demand: fitted at aligned boundaries on what had been scraped by then, brought up to date with each minute's
 * sample, and held to what came.
 */
export class DemandForecaster {
  readonly #settings: ForecastSettings;
  readonly #timestampsMs: number[];
  readonly #values: number[];
  readonly #open: Promised[] = [];
  #live: LiveForecast | undefined;
  #ahead: DemandAhead = {};
  #nextFitMs: number;
  #absoluteError = 0;
  #actual = 0;
  #servedMs = 0;
  #knownMs = 0;

  /** `past` are requests per second by the minute, the last one for the minute that ends at `nowMs`. */
  constructor(settings: ForecastSettings, past: readonly number[], nowMs: number) {
    this.#settings = settings;
    this.#values = [...past];
    this.#timestampsMs = past.map((_, i) => nowMs - (past.length - 1 - i) * STEP_MS);
    this.#nextFitMs = nowMs;
    this.#update(nowMs);
  }

  get ahead(): DemandAhead {
    return this.#ahead;
  }

  /** A minute ended with so many requests per second. */
  take(perSecond: number, nowMs: number): void {
    this.#timestampsMs.push(nowMs);
    this.#values.push(perSecond);
    this.#hold(perSecond, nowMs);
    this.#knownMs += STEP_MS;
    this.#update(nowMs);
    if (this.#ahead.perSecond !== undefined) this.#servedMs += STEP_MS;
  }

  /** Σ|error| ÷ Σ|actual| of what was forecast for the end of the horizon while it was trusted; absent before anything came. */
  get wape(): number | undefined {
    return this.#actual > 0 ? this.#absoluteError / this.#actual : undefined;
  }

  /** Share of the time in which a forecast was served, 0–1. */
  get servedShare(): number {
    return this.#knownMs > 0 ? this.#servedMs / this.#knownMs : 0;
  }

  #update(nowMs: number): void {
    if (nowMs >= this.#nextFitMs) {
      const { refitMs } = this.#settings;
      this.#nextFitMs = (Math.floor(nowMs / refitMs) + 1) * refitMs;
      const live = fitForecast({
        history: { labels: {}, timestampsMs: this.#timestampsMs, values: this.#values },
        nowMs,
        horizonMs: this.#settings.horizonMs,
        stepMs: STEP_MS,
        coverage: this.#settings.coverage,
        profile: 'fast',
      });
      this.#live = live.kind === 'live-forecast' ? live : undefined;
    } else {
      this.#live?.advance({ labels: {}, timestampsMs: [nowMs], values: [this.#values.at(-1)!] }, nowMs);
    }
    const forecast = this.#live?.forecast();
    if (!forecast?.trusted) {
      this.#ahead = {};
      return;
    }
    const last = forecast.points.at(-1)!;
    this.#open.push({ forMs: last.timestampMs, perSecond: last.value });
    const expected = forecast.points.reduce((most, { value }) => Math.max(most, value), 0);
    const upper =
      forecast.maximum?.upper ?? forecast.points.reduce((most, point) => Math.max(most, point.upper), 0);
    this.#ahead = { forecast, perSecond: this.#settings.serve === 'upper' ? upper : expected };
  }

  #hold(perSecond: number, nowMs: number): void {
    while (this.#open[0] !== undefined && this.#open[0].forMs <= nowMs) {
      const promised = this.#open.shift()!;
      if (promised.forMs < nowMs - STEP_MS / 2) continue;
      this.#absoluteError += Math.abs(promised.perSecond - perSecond);
      this.#actual += perSecond;
    }
  }
}
