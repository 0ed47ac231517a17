/** What a model may look at: the past of one origin, without gaps. Indices are steps of the grid; `end` is the first unknown one. */
export interface ModelView {
  /** Values as observed; gaps are filled. */
  readonly observed: Float64Array;
  /** Values with ended spikes taken out, on the scale on which the noise is even ({@link Transform}). Valid below `end`. */
  readonly values: Float64Array;
  /** `sums[i]` is the sum of `values` below `i`: a window's mean in two reads. Valid up to `end`. */
  readonly sums: Float64Array;
  readonly end: number;
  /** Grows when values below `end` were changed after the fact, as when a spike has ended and is taken out. */
  readonly revision: number;
}

/** What is known of the whole series when a model is fitted. */
export interface ModelContext {
  /** Steps to look ahead. */
  readonly horizon: number;
  /** Steps in the shorter cycle, usually a day; 0 when none was found. */
  readonly season: number;
  /** Steps in the longer cycle, usually a week; 0 when none was found. */
  readonly longSeason: number;
  /** Epoch milliseconds of index 0. */
  readonly startMs: number;
  readonly stepMs: number;
}

/** A model whose parameters are set. It answers from any origin at or after the one it was fitted at. */
export interface FittedModel {
  /** Values of the steps `view.end … view.end + horizon − 1`, on the scale that the model declares, in an array that is the caller's to keep. */
  forecast(view: ModelView, horizon: number): Float64Array;
}

/** One way to look ahead. Deterministic; holds no state of its own. */
export interface Model {
  readonly name: string;
  /** Which of the view's values it reads and answers in. */
  readonly scale: 'observed' | 'transformed';
  /** `undefined` when the past is too short for it. */
  fit(view: ModelView, context: ModelContext): FittedModel | undefined;
}
