import type { TimeSeries } from '../stats/time-series.ts';
import type { ForecastPoint } from './forecast-point.ts';
import type { ForecastProfile } from './forecast-profile.ts';
import type { HistoryNotice } from './history-notice.ts';
import type { KnownEvent } from './known-event.ts';
import type { PatternName } from './season.ts';

export interface ForecastRequest {
  /** Observed samples of demand; gaps are the absence of samples. */
  readonly history: TimeSeries;
  /** The moment from which to look ahead; samples after it are not used. */
  readonly nowMs: number;
  readonly horizonMs: number;
  readonly stepMs: number;
  /** Nominal coverage of the interval, 0–1; 0.8 means that 80 % of future values should lie inside. */
  readonly coverage: number;
  /** Name of one model to use instead of choosing by backtest. */
  readonly model?: string;
  /** `fast` for an editor or an adapter, `full` (the default) for reports. */
  readonly profile?: ForecastProfile;
  /** Events that the past does not show. They only ever raise the forecast. */
  readonly events?: readonly KnownEvent[];
}

/** Errors of the forecast at past origins, at the horizon asked for. What could not be measured is absent. */
export interface BacktestScore {
  /** Σ|error| ÷ Σ|actual|, 0–∞; accuracy is 1 − wape. Absent when all actual values are 0. */
  readonly wape?: number;
  /** The same of the mean over the horizon, where the noise of single steps averages out. */
  readonly meanWape?: number;
  /** 0–200. */
  readonly smape?: number;
  /** Mean absolute error over that of repeating the last cycle. */
  readonly mase?: number;
  /** Share of the error of the mean of five that is gone: 0 is as good as it, below 0 worse. */
  readonly skill?: number;
  /** Mean loss of the upper bound as a quantile, in the metric's unit. */
  readonly pinball?: number;
  readonly msis?: number;
  /** Share of actual values inside the interval, 0–1. */
  readonly coverage: number;
  readonly origins: number;
  /** From the first to the last origin, milliseconds. */
  readonly spanMs: number;
  /** The WAPE that the noise of single steps leaves to a forecast which knows everything else, and that of the mean over the horizon. */
  readonly noiseFloor?: { readonly step: number; readonly window: number };
}

export interface Forecast {
  readonly kind: 'forecast';
  readonly model: string;
  readonly pattern: PatternName;
  /** From the first step after now to the horizon. */
  readonly points: readonly ForecastPoint[];
  /**
   * For sizing: the highest value expected over the whole horizon, and the bound that the window's highest value stays
   * below with probability 1 − (1 − coverage) ÷ 2. Higher than the points' own bounds: the highest of many noisy values is.
   */
  readonly maximum?: { readonly value: number; readonly upper: number };
  readonly coverage: number;
  readonly backtest: BacktestScore;
  /**
   * Whether a decision may use it. False when the models do not beat the reactive baseline: decisions then stay reactive,
   * and `note` says why. An event that raises the forecast is the user's word and makes it true.
   */
  readonly trusted: boolean;
  readonly note?: string;
  /** What the history was like where that matters: gaps, a changed step, a new level. */
  readonly notices: readonly HistoryNotice[];
  /** The events that raised a point. */
  readonly raisedBy: readonly KnownEvent[];
  /** The competing models and their error, best first. */
  readonly candidates: readonly {
    readonly model: string;
    readonly wape?: number;
    /** Its share in the combination, 0–1. */
    readonly weight: number;
  }[];
}

/** Too little history to say anything. Not an error. */
export interface InsufficientData {
  readonly kind: 'insufficient-data';
  /** Milliseconds of history that there are. */
  readonly haveMs: number;
  readonly needMs: number;
}

export type ForecastOutcome = Forecast | InsufficientData;
