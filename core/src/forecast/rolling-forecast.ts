import { BiasCorrection } from './bias-correction.ts';
import { type HorizonBounds, HorizonIntervals } from './horizon-intervals.ts';
import { ModelWeights } from './model-weights.ts';
import type { FittedModel, Model, ModelContext } from './models/model.ts';
import type { PastView } from './past-view.ts';
import { RecentRange } from './recent-range.ts';
import type { Transform } from './transform.ts';

export interface RollingOptions {
  /** Competing models; the first is the reference that the others are measured against. */
  readonly models: readonly Model[];
  readonly context: ModelContext;
  readonly transform: Transform;
  /** Nominal coverage of the intervals, 0–1. */
  readonly coverage: number;
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
  /** The combination with its bias. */
  readonly biased: Float64Array;
  /** The combination without it, before the gate: what the gate goes by. */
  readonly ungated: Float64Array;
  readonly said: HorizonBounds | undefined;
}

/** A forecast goes no higher than this many times the recent maximum. */
const HIGHEST_GROWTH = 3;
/** What a combination must be better by, as a share of the reference's error, after one horizon; after ten a tenth of it. */
const CAUTION = 0.25;
/**
 * Forecasts that walk along a series and learn from their own past: at each origin the models answer, are weighted by
 * the errors that are known by then, and get an interval from the errors that their combination really made. What it says
 * at an origin depends on nothing after it, so its record is an honest backtest, and the last origin is the forecast.
 */
export class RollingForecast {
  readonly #options: RollingOptions;
  readonly #view: PastView;
  readonly #weights: ModelWeights;
  readonly #intervals: HorizonIntervals;
  readonly #gate: ModelWeights;
  readonly #bias: BiasCorrection;
  readonly #pending: Pending[] = [];
  readonly #recent: RecentRange;
  #fitted: (FittedModel | undefined)[] = [];
  #ceiling = Infinity;
  #firstOrigin: number | undefined;

  constructor(view: PastView, options: RollingOptions) {
    this.#view = view;
    this.#options = options;
    this.#weights = new ModelWeights(options.models.length, options.memory);
    this.#gate = new ModelWeights(1, options.memory);
    const { season, horizon } = options.context;
    this.#recent = new RecentRange(Math.max(2 * season, 10 * horizon, 100));
    this.#bias = new BiasCorrection(horizon, (level) => options.transform.noiseAt(level));
    this.#intervals = new HorizonIntervals({
      horizon,
      coverage: options.coverage,
      capacity: options.capacity,
      noiseAt: (level) => options.transform.noiseAt(level),
    });
  }

  /**
   * Moves to the origin `end`, fits the models anew when asked to, looks ahead, and keeps what it said to learn from it
   * once its steps have come to pass. Origins never go back.
   */
  forecastAt(end: number, refit: boolean): OriginForecast {
    this.#moveTo(end);
    if (refit || this.#fitted.length === 0) {
      this.#fitted = this.#options.models.map((model) => model.fit(this.#view, this.#options.context));
    }
    const pending = this.#answer();
    this.#firstOrigin ??= end;
    this.#pending.push(pending);
    return pending.forecast;
  }

  /** {@link forecastAt} without a fit and without keeping what was said. Costs a few multiples of the horizon. */
  lookAhead(end: number): OriginForecast {
    this.#moveTo(end);
    return this.#answer().forecast;
  }

  #moveTo(end: number): void {
    this.#view.advanceTo(end);
    this.#recent.advance(this.#view.observed, end);
    this.#learnUpTo(end);
    this.#ceiling = this.#recent.hasNegative
      ? Infinity
      : HIGHEST_GROWTH * this.#recent.highest(this.#view.observed);
  }

  #answer(): Pending {
    const byModel = this.#options.models.map((model, i) => this.#answerOf(model, this.#fitted[i]));
    const answered = byModel.map((values) => values !== undefined);
    const chosen = this.#weights.weights(answered) ?? byModel.map(() => 0);
    const biased = this.#combine(byModel, chosen);
    const ungated = this.#bias.apply(biased).map((value) => this.#clamp(value));
    const skilled = this.#hasSkill();
    const weights = skilled ? chosen : onlyFirst(byModel.length);
    const combined = skilled ? ungated : this.#combine(byModel, weights);
    const said = this.#intervals.around(combined, this.#ceiling === Infinity ? -Infinity : 0);
    return {
      biased,
      ungated,
      said,
      forecast: { end: this.#view.end, combined, byModel, weights, ...said },
    };
  }

  /**
   * The gate: whether the combination was better than the reference of late, and by the more, the fewer horizons that had
   * passed to show it: over one or two of them anything can look better. Open until there is evidence.
   */
  #hasSkill(): boolean {
    const relative = this.#gate.relativeErrors()[0];
    if (relative === undefined || this.#firstOrigin === undefined) return true;
    const horizons = (this.#view.end - this.#firstOrigin) / this.#options.context.horizon;
    return relative <= 1 - CAUTION / Math.max(1, horizons);
  }

  #answerOf(model: Model, fitted: FittedModel | undefined): Float64Array | undefined {
    if (fitted === undefined) return undefined;
    const values = fitted.forecast(this.#view, this.#options.context.horizon);
    const { transform } = this.#options;
    for (let step = 0; step < values.length; step++) {
      const value = model.scale === 'transformed' ? transform.inverse(values[step]!) : values[step]!;
      if (!Number.isFinite(value)) return undefined;
      values[step] = this.#clamp(value);
    }
    return values;
  }

  /** No lower than 0 where nothing ever was, and no higher than three times the recent maximum. */
  #clamp(value: number): number {
    return this.#ceiling === Infinity ? value : Math.min(this.#ceiling, Math.max(0, value));
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

  #learnUpTo(end: number): void {
    const { horizon } = this.#options.context;
    while (this.#pending[0] !== undefined && this.#pending[0].forecast.end + horizon <= end) {
      this.#learnFrom(this.#pending.shift()!);
    }
  }

  #learnFrom({ forecast, biased, ungated, said }: Pending): void {
    const { end, combined, byModel } = forecast;
    const errors = byModel.map((values) => values && this.#meanError(values, end));
    if (errors[0] !== undefined) {
      this.#weights.learn(errors, errors[0]);
      this.#gate.learn([this.#meanError(ungated, end)], errors[0]);
    }
    const actualAt = (step: number): number =>
      this.#view.isObserved(end + step) ? this.#view.observed[end + step]! : Number.NaN;
    this.#bias.learn(biased, end, actualAt);
    this.#intervals.learn(combined, said, end, actualAt);
  }

  /** Mean absolute error over the observed steps; `undefined` when none was. */
  #meanError(values: Float64Array, end: number): number | undefined {
    let sum = 0;
    let count = 0;
    for (let step = 0; step < values.length; step++) {
      if (!this.#view.isObserved(end + step)) continue;
      sum += Math.abs(this.#view.observed[end + step]! - values[step]!);
      count++;
    }
    return count > 0 ? sum / count : undefined;
  }
}

function onlyFirst(length: number): number[] {
  return Array.from({ length }, (_, i) => (i === 0 ? 1 : 0));
}
