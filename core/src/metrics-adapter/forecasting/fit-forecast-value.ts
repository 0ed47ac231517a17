import { fitForecast } from '../../forecast/index.ts';
import type { ForecastRule } from '../rules/adapter-config.ts';
import { modelHorizon } from './forecast-times.ts';
import type { HistoryValues } from './history.ts';

/** One forecast to make, in a form that crosses to another thread. */
export interface FitTask {
  readonly history: HistoryValues;
  readonly rule: Pick<ForecastRule, 'horizonMs' | 'quantile' | 'stepMs'>;
  /** The moment from which to look ahead; the history ends there. */
  readonly boundaryMs: number;
}

/** What demand is expected to reach, or why nothing is said. */
export type FittedValue =
  | {
      readonly kind: 'forecast';
      /** The highest demand within the horizon stays below it with the probability that was asked for. */
      readonly value: number;
      /** Of the backtest: Σ|error| ÷ Σ|actual| at the last step. */
      readonly errorRatio: number | undefined;
    }
  | { readonly kind: 'untrusted'; readonly note: string; readonly errorRatio: number | undefined }
  | { readonly kind: 'short-history'; readonly haveMs: number; readonly needMs: number };

/** Who fits: a thread, or the caller's own. Rejects when it could not. */
export interface ForecastFits {
  fit(task: FitTask): Promise<FittedValue>;
}

/** Of the median no upper bound is needed; its interval serves the backtest alone. */
const coverageOfMedian = 0.8;

/** Fits and looks ahead once. Deterministic: replicas with the same history say the same. Takes tens of milliseconds. */
export function fitForecastValue({ history, rule, boundaryMs }: FitTask): FittedValue {
  const { horizonMs, quantile, stepMs } = rule;
  const isMedian = quantile === 0.5;
  const timestampsMs = Array.from(history.values, (_, index) => history.startMs + index * history.stepMs);
  const known = timestampsMs.map((_, index) => Number.isFinite(history.values[index]));
  const fitted = fitForecast({
    history: {
      labels: {},
      timestampsMs: timestampsMs.filter((_, index) => known[index]),
      values: Array.from(history.values).filter((_, index) => known[index]),
    },
    nowMs: boundaryMs,
    horizonMs: modelHorizon(horizonMs, stepMs),
    stepMs,
    coverage: isMedian ? coverageOfMedian : 2 * quantile - 1,
    profile: 'fast',
  });
  if (fitted.kind === 'insufficient-data') {
    return { kind: 'short-history', haveMs: fitted.haveMs, needMs: fitted.needMs };
  }
  const { maximum, trusted, note, backtest } = fitted.forecast();
  const errorRatio = backtest.wape;
  const value = isMedian ? maximum?.value : maximum?.upper;
  if (!trusted || value === undefined || !Number.isFinite(value)) {
    return { kind: 'untrusted', note: note ?? 'Too few past moments to judge by.', errorRatio };
  }
  return { kind: 'forecast', value, errorRatio };
}
