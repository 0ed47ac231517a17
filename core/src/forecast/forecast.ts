import type { TimeSeries } from '../stats/time-series.ts';
import type { ForecastProfile } from './forecast-profile.ts';

export interface ForecastRequest {
  /** Observed samples, oldest first; gaps are the absence of samples. */
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
}

export interface ForecastPoint {
  readonly timestampMs: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Error of the chosen model at past origins, at the horizon asked for. */
export interface BacktestScore {
  /** Σ|error| ÷ Σ|actual|, 0–∞; accuracy is 1 − wape. Absent when all actual values are 0. */
  readonly wape?: number;
  /** Share of actual values inside the interval, 0–1. */
  readonly coverage: number;
  readonly origins: number;
  /** From the first to the last origin, milliseconds. */
  readonly spanMs: number;
}

export interface Forecast {
  readonly kind: 'forecast';
  readonly model: string;
  /** What the detector saw: `constant`, `daily_seasonal`, `weekly_seasonal`, … */
  readonly pattern: string;
  /** From the first step after now to the horizon. */
  readonly points: readonly ForecastPoint[];
  /**
   * For sizing: the highest value expected over the whole horizon, and the bound that the window's highest value stays
   * below with probability 1 − (1 − coverage) ÷ 2. Higher than the points' own bounds: the highest of many noisy values is.
   */
  readonly maximum?: { readonly value: number; readonly upper: number };
  readonly coverage: number;
  readonly backtest: BacktestScore;
  /** False when the model does not beat the reactive baseline: decisions then stay reactive, and `note` says why. */
  readonly trusted: boolean;
  readonly note?: string;
  /** The competing models and their error, best first. */
  readonly candidates: readonly { readonly model: string; readonly wape?: number }[];
}

/** Too little history to say anything. Not an error. */
export interface InsufficientData {
  readonly kind: 'insufficient-data';
  /** Milliseconds of history that there are. */
  readonly haveMs: number;
  readonly needMs: number;
}

export type ForecastOutcome = Forecast | InsufficientData;
