import type { TimeSeries } from '../stats/index.ts';
import { demandGrid } from './demand-grid.ts';
import { describeForecast, type ForecastTerms } from './describe-forecast.ts';
import type { Forecast, ForecastRequest, InsufficientData } from './forecast.ts';
import { GridForecast } from './grid-forecast.ts';
import { type HistoryNotice, historyNotices } from './history-notice.ts';
import { modelNamed, modelPool } from './models/pool.ts';
import { type NoiseFloor, noiseFloor } from './noise-floor.ts';
import { shortestSeries } from './origin-plan.ts';

const FEWEST_SAMPLES = 10;

/** What stays as it was at the fit. */
interface FitFacts {
  readonly startMs: number;
  readonly stepMs: number;
  readonly notices: readonly HistoryNotice[];
  readonly noise: NoiseFloor | undefined;
}

/**
 * A forecast that was fitted once and follows its metric sample by sample, for an adapter that answers every few seconds
 * and fits every few hours. What it says depends on the history up to the fit and the samples since, nothing else: two
 * replicas that fit at the same moment and see the same samples say the same.
 */
export class LiveForecast {
  readonly kind = 'live-forecast';
  readonly #request: ForecastTerms;
  readonly #facts: FitFacts;
  readonly #grid: GridForecast;
  /** Index of the newest step with a sample. */
  #newest: number;

  constructor(request: ForecastTerms, facts: FitFacts, grid: GridForecast, staleSteps: number) {
    this.#request = request;
    this.#facts = facts;
    this.#grid = grid;
    this.#newest = grid.length - 1 - staleSteps;
  }

  /**
   * Takes in the samples that are newer than those known, each at the nearest step, the last one where several share a step,
   * and moves on to `nowMs`; steps without a sample become gaps. Samples after `nowMs`, and values that are not finite, are
   * not used. Costs a few multiples of the horizon for each step.
   */
  advance(samples: TimeSeries, nowMs: number): void {
    const { startMs, stepMs } = this.#facts;
    const known = this.#grid.length;
    const values = new Map<number, number>();
    for (let i = 0; i < samples.values.length; i++) {
      const step = Math.round((samples.timestampsMs[i]! - startMs) / stepMs);
      const isNew = step >= known && samples.timestampsMs[i]! <= nowMs;
      if (isNew && Number.isFinite(samples.values[i])) values.set(step, samples.values[i]!);
    }
    const now = Math.floor((nowMs - startMs) / stepMs);
    const last = Math.max(now, ...values.keys());
    for (let step = known; step <= last; step++) {
      this.#grid.append(values.get(step) ?? Number.NaN);
      if (values.has(step)) this.#newest = step;
    }
  }

  /** About how much memory it holds, bytes: the grid, and what was said at past origins. */
  get sizeBytes(): number {
    return this.#grid.sizeBytes;
  }

  /** What is said now. */
  forecast(): Forecast {
    return describeForecast(this.#request, this.#grid, {
      ...this.#facts,
      lastMs: this.#facts.startMs + (this.#grid.length - 1) * this.#facts.stepMs,
      staleSteps: this.#grid.length - 1 - this.#newest,
    });
  }
}

/**
 * Fits models, weights and intervals on the history up to `request.nowMs`. Deterministic. For replicas that must answer
 * alike, let `nowMs` be a boundary that all of them share, such as the full hour, and `advance` from there.
 *
 * Answers `insufficient-data` below ten samples, or when the history is too short to have tried the horizon at three
 * origins. Throws `RangeError` for a step or horizon that is not above 0, a coverage outside 0–1 (exclusive), or an unknown model.
 */
export function fitForecast(request: ForecastRequest): LiveForecast | InsufficientData {
  requireSense(request);
  const profile = request.profile ?? 'full';
  const models = request.model === undefined ? modelPool(profile) : modelNamed(request.model);
  const grid = demandGrid(request.history, request.nowMs, request.stepMs);
  const horizon = Math.max(1, Math.ceil(request.horizonMs / grid.stepMs));
  const setup = { horizon, models, coverage: request.coverage, profile };
  const fitted = grid.samples < FEWEST_SAMPLES ? undefined : GridForecast.fit(grid, setup);
  if (fitted === undefined) {
    const needed = Math.max(FEWEST_SAMPLES, shortestSeries(horizon)) - 1;
    const needMs = Math.max(grid.spanMs, needed * grid.stepMs);
    return { kind: 'insufficient-data', haveMs: grid.spanMs, needMs };
  }
  const facts = {
    startMs: grid.startMs,
    stepMs: grid.stepMs,
    notices: historyNotices(request.history, grid, {
      requestedStepMs: request.stepMs,
      season: fitted.seasons.season,
    }),
    noise: noiseFloor(grid.values, horizon, fitted.seasons.season),
  };
  // The samples stay with the caller: thousands of forecasts are kept, and the grid holds what they need.
  const { horizonMs, stepMs, coverage, events } = request;
  const terms = { horizonMs, stepMs, coverage, ...(events !== undefined && { events }) };
  return new LiveForecast(terms, facts, fitted, grid.staleSteps);
}

function requireSense({ stepMs, horizonMs, coverage }: ForecastRequest): void {
  if (!(stepMs > 0)) throw new RangeError(`A forecast's step is above 0 ms, got ${stepMs}.`);
  if (!(horizonMs > 0)) throw new RangeError(`A forecast's horizon is above 0 ms, got ${horizonMs}.`);
  if (!(coverage > 0 && coverage < 1)) {
    throw new RangeError(`A coverage lies between 0 and 1, got ${coverage}.`);
  }
}
