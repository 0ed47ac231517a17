import { ConformalBounds } from './conformal.ts';
import { ModelWeights } from './model-weights.ts';
import type { FittedModel, Model, ModelContext } from './models/model.ts';
import type { PastView } from './past-view.ts';
import type { Transform } from './transform.ts';

export interface RollingOptions {
  /** Competing models; the first is the reference that the others are measured against. */
  readonly models: readonly Model[];
  readonly context: ModelContext;
  readonly transform: Transform;
  /** Nominal coverage of the intervals, 0–1. */
  readonly coverage: number;
  /** False where the grid has a gap: such a step scores nothing. */
  readonly isObserved: (index: number) => boolean;
  /** Origins after which an error counts for 1 ÷ e of a new one when models are weighted. */
  readonly memory: number;
  /** Origins whose errors the intervals rest on. */
  readonly capacity: number;
}

/** What was said at one origin. Arrays hold one value a step ahead; bounds are absent until there are errors to judge by. */
export interface OriginForecast {
  /** The first unknown index. */
  readonly end: number;
  readonly combined: Float64Array;
  readonly bounds?: { readonly lower: Float64Array; readonly upper: Float64Array };
  /** The models' own forecasts, in their order; `undefined` where a model could not answer. */
  readonly byModel: readonly (Float64Array | undefined)[];
  readonly weights: readonly number[];
  /** The largest value of the whole horizon: its forecast and the bound that it should stay below. Absent like `bounds`. */
  readonly maximum?: { readonly value: number; readonly upper: number };
}

/** A forecast that waits for its steps to come to pass. */
interface Pending {
  readonly forecast: OriginForecast;
  /** The combination before the gate: what the gate goes by. */
  readonly ungated: Float64Array;
}

/** Largest number of groups of steps that keep their errors apart. */
const MAX_BANDS = 24;

/**
 * Forecasts that walk along a series and learn from their own past: at each origin the models answer, are weighted by
 * the errors that are known by then, and get an interval from the errors that their combination really made. What it says
 * at an origin depends on nothing after it, so its record is an honest backtest, and the last origin is the forecast.
 */
export class RollingForecast {
  readonly #options: RollingOptions;
  readonly #view: PastView;
  readonly #weights: ModelWeights;
  readonly #bands: ConformalBounds[];
  readonly #maxima: ConformalBounds;
  readonly #gate: ModelWeights;
  readonly #pending: Pending[] = [];
  #fitted: (FittedModel | undefined)[] = [];
  #ceiling = Infinity;

  constructor(view: PastView, options: RollingOptions) {
    this.#view = view;
    this.#options = options;
    this.#weights = new ModelWeights(options.models.length, options.memory);
    this.#gate = new ModelWeights(1, options.memory);
    this.#maxima = new ConformalBounds(options.coverage, options.capacity);
    const bands = Math.min(MAX_BANDS, options.context.horizon);
    const perBand = Math.ceil(options.context.horizon / bands);
    this.#bands = Array.from(
      { length: bands },
      () => new ConformalBounds(options.coverage, options.capacity * perBand),
    );
  }

  /**
   * Moves to the origin `end`, learns from the forecasts whose steps have all come to pass, fits the models anew when
   * asked to, and looks ahead. Origins never go back.
   */
  forecastAt(end: number, refit: boolean): OriginForecast {
    this.#view.advanceTo(end);
    this.#learnUpTo(end);
    if (refit || this.#fitted.length === 0) {
      this.#fitted = this.#options.models.map((model) => model.fit(this.#view, this.#options.context));
    }
    this.#ceiling = this.#highestForecast();
    const byModel = this.#options.models.map((model, i) => this.#answer(model, this.#fitted[i]));
    const answered = byModel.map((values) => values !== undefined);
    const chosen = this.#weights.weights(answered) ?? byModel.map(() => 0);
    const ungated = this.#combine(byModel, chosen);
    const weights = this.#hasSkill() ? chosen : onlyFirst(byModel.length);
    const combined = this.#combine(byModel, weights);
    const bounds = this.#boundsAround(combined);
    const maximum = this.#maximumOf(combined);
    const forecast = {
      end,
      combined,
      byModel,
      weights,
      ...(bounds && { bounds }),
      ...(maximum && { maximum }),
    };
    this.#pending.push({ forecast, ungated });
    return forecast;
  }

  /** Relative error of each model so far, in their order. */
  relativeErrors(): readonly (number | undefined)[] {
    return this.#weights.relativeErrors();
  }

  /** The gate: whether the combination was no worse than the reference of late. Open until there is evidence. */
  #hasSkill(): boolean {
    const relative = this.#gate.relativeErrors()[0];
    return relative === undefined || relative <= 1;
  }

  #answer(model: Model, fitted: FittedModel | undefined): Float64Array | undefined {
    if (fitted === undefined) return undefined;
    const values = fitted.forecast(this.#view, this.#options.context.horizon);
    if (!values.every(Number.isFinite)) return undefined;
    const { transform } = this.#options;
    const back = model.scale === 'transformed' ? values.map((value) => transform.inverse(value)) : values;
    return back.map((value) => this.#clamp(value));
  }

  /** No lower than 0 where nothing ever was, and no higher than three times the recent maximum. */
  #clamp(value: number): number {
    return this.#ceiling === Infinity ? value : Math.min(this.#ceiling, Math.max(0, value));
  }

  #highestForecast(): number {
    const { observed, end } = this.#view;
    const { season, horizon } = this.#options.context;
    const window = Math.max(2 * season, 10 * horizon, 100);
    let highest = 0;
    for (let i = Math.max(0, end - window); i < end; i++) {
      if (observed[i]! < 0) return Infinity;
      highest = Math.max(highest, observed[i]!);
    }
    return 3 * highest;
  }

  #combine(byModel: readonly (Float64Array | undefined)[], weights: readonly number[]): Float64Array {
    const combined = new Float64Array(this.#options.context.horizon);
    byModel.forEach((values, model) => {
      const weight = weights[model]!;
      if (values === undefined || weight === 0) return;
      for (let step = 0; step < combined.length; step++) combined[step]! += weight * values[step]!;
    });
    return combined;
  }

  #band(step: number): ConformalBounds {
    return this.#bands[Math.floor((step * this.#bands.length) / this.#options.context.horizon)]!;
  }

  #boundsAround(combined: Float64Array): OriginForecast['bounds'] {
    const lower = new Float64Array(combined.length);
    const upper = new Float64Array(combined.length);
    for (let step = 0; step < combined.length; step++) {
      const bounds = this.#band(step).bounds();
      if (bounds === undefined) return undefined;
      const value = combined[step]!;
      const noise = this.#options.transform.noiseAt(value);
      lower[step] = Math.min(
        value,
        this.#ceiling === Infinity ? value + noise * bounds.low : Math.max(0, value + noise * bounds.low),
      );
      upper[step] = Math.max(value, value + noise * bounds.high);
    }
    return { lower, upper };
  }

  #maximumOf(combined: Float64Array): OriginForecast['maximum'] {
    const bounds = this.#maxima.bounds();
    if (bounds === undefined) return undefined;
    const value = Math.max(...combined);
    return { value, upper: Math.max(value, value + this.#options.transform.noiseAt(value) * bounds.high) };
  }

  /** The highest of several noisy values lies above the highest of their means: so maxima are judged by maxima. */
  #learnMaximum({ combined, end, maximum }: OriginForecast): void {
    const value = Math.max(...combined);
    let actual = -Infinity;
    for (let index = end; index < end + combined.length; index++) {
      if (this.#options.isObserved(index)) actual = Math.max(actual, this.#view.observed[index]!);
    }
    if (actual === -Infinity) return;
    const error = (actual - value) / this.#options.transform.noiseAt(value);
    const missed = maximum === undefined ? 'unknown' : actual > maximum.upper ? 'high' : 'none';
    this.#maxima.learn(error, missed);
  }

  #learnUpTo(end: number): void {
    const { horizon } = this.#options.context;
    while (this.#pending[0] !== undefined && this.#pending[0].forecast.end + horizon <= end) {
      this.#learnFrom(this.#pending.shift()!);
    }
  }

  #learnFrom({ forecast, ungated }: Pending): void {
    const errors = forecast.byModel.map((values) => values && this.#meanError(values, forecast.end));
    if (errors[0] !== undefined) {
      this.#weights.learn(errors, errors[0]);
      this.#gate.learn([this.#meanError(ungated, forecast.end)], errors[0]);
    }
    this.#learnMaximum(forecast);
    const { combined, bounds } = forecast;
    for (let step = 0; step < combined.length; step++) {
      const index = forecast.end + step;
      if (!this.#options.isObserved(index)) continue;
      const actual = this.#view.observed[index]!;
      const error = (actual - combined[step]!) / this.#options.transform.noiseAt(combined[step]!);
      this.#band(step).learn(error, missedSide(actual, bounds, step));
    }
  }

  /** Mean absolute error over the observed steps; `undefined` when none was. */
  #meanError(values: Float64Array, end: number): number | undefined {
    let sum = 0;
    let count = 0;
    for (let step = 0; step < values.length; step++) {
      if (!this.#options.isObserved(end + step)) continue;
      sum += Math.abs(this.#view.observed[end + step]! - values[step]!);
      count++;
    }
    return count > 0 ? sum / count : undefined;
  }
}

function onlyFirst(length: number): number[] {
  return Array.from({ length }, (_, i) => (i === 0 ? 1 : 0));
}

function missedSide(
  actual: number,
  bounds: OriginForecast['bounds'],
  step: number,
): 'low' | 'high' | 'none' | 'unknown' {
  if (bounds === undefined) return 'unknown';
  if (actual < bounds.lower[step]!) return 'low';
  return actual > bounds.upper[step]! ? 'high' : 'none';
}
