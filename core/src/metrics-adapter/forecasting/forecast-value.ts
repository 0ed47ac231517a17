import type { ForecastOutcome, ForecastRequest, KnownEvent } from '../../forecast/index.ts';
import type { Forecaster } from '../../ports/index.ts';
import { fromRegular } from '../../stats/index.ts';
import type { ForecastRule } from '../rules/adapter-config.ts';
import { modelHorizon } from './forecast-times.ts';
import type { HistoryValues } from './history.ts';

/** One forecast to make. */
export interface ForecastTask {
  readonly history: HistoryValues;
  readonly rule: Pick<ForecastRule, 'horizonMs' | 'quantile' | 'stepMs'>;
  /** What is known to come. */
  readonly events: readonly KnownEvent[];
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

const median = 0.5;
/** Of it no upper bound is needed; its interval serves the backtest alone. */
const coverageOfMedian = 0.8;

/**
 * Has a forecast made and takes from it the one value that is served. Deterministic: replicas with the same history say the same.
 * Rejects as the forecaster does.
 */
export async function forecastValue(
  task: ForecastTask,
  forecaster: Pick<Forecaster, 'forecast'>,
): Promise<FittedValue> {
  return fittedValue(await forecaster.forecast(forecastRequest(task)), task.rule.quantile);
}

function forecastRequest({ history, rule, events, boundaryMs }: ForecastTask): ForecastRequest {
  const { horizonMs, quantile, stepMs } = rule;
  return {
    history: fromRegular(history),
    nowMs: boundaryMs,
    horizonMs: modelHorizon(horizonMs, stepMs),
    stepMs,
    coverage: quantile === median ? coverageOfMedian : 2 * quantile - 1,
    profile: 'fast',
    events,
  };
}

function fittedValue(outcome: ForecastOutcome, quantile: number): FittedValue {
  if (outcome.kind === 'insufficient-data') {
    return { kind: 'short-history', haveMs: outcome.haveMs, needMs: outcome.needMs };
  }
  const { maximum, trusted, note, backtest } = outcome;
  const errorRatio = backtest.wape;
  const value = quantile === median ? maximum?.value : maximum?.upper;
  if (!trusted || value === undefined || !Number.isFinite(value)) {
    return { kind: 'untrusted', note: note ?? 'Too few past moments to judge by.', errorRatio };
  }
  return { kind: 'forecast', value, errorRatio };
}
