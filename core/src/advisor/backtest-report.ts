import { backtest, type ForecastProfile } from '../forecast/index.ts';
import { gridValues, type TimeSeries } from '../stats/index.ts';
import type { ReportBacktest } from './workload-report.ts';

export interface BacktestInput {
  readonly history: TimeSeries;
  readonly stepMs: number;
  readonly horizonMs: number;
  readonly coverage: number;
  readonly profile: ForecastProfile;
  readonly model?: string;
}

/** Share of the history before the first origin. */
const KNOWN_SHARE = 0.6;
const MOST_ORIGINS = 400;
/** Times that the models are fitted anew. */
const FITS = 4;
/** Rows of the table. */
const ROWS = 6;

/**
 * Forecasts the newest two fifths of a history as they would have been forecast then, and scores up to six steps ahead.
 * `undefined` when the history is too short for a first fit.
 */
export function backtestReport(input: BacktestInput): ReportBacktest | undefined {
  const { stepMs, coverage, profile, model } = input;
  const { startMs, values } = gridValues(input.history, stepMs);
  const horizon = Math.max(1, Math.ceil(input.horizonMs / stepMs));
  const scoreFrom = Math.floor(values.length * KNOWN_SHARE);
  if (scoreFrom < 4 * horizon || values.length < 30) return undefined;
  const run = backtest({
    ...{ values, startMs, stepMs, horizon, coverage, profile, scoreFrom },
    ...(model === undefined ? {} : { model }),
    stride: Math.max(1, Math.ceil((values.length - scoreFrom) / MOST_ORIGINS)),
    refitSteps: Math.ceil((values.length - scoreFrom) / FITS),
  });
  const rows = Math.min(ROWS, horizon);
  const steps = Array.from({ length: rows }, (_, row) => Math.ceil(((row + 1) * horizon) / rows) - 1);
  const scores = steps.map((step) => ({ step, score: run.score(step) }));
  return {
    origins: run.origins.length,
    spanSeconds: ((values.length - scoreFrom) * stepMs) / 1000,
    steps: scores.map(({ step, score }) => ({
      aheadMinutes: ((step + 1) * stepMs) / 60_000,
      ...(score.wape === undefined ? {} : { wape: score.wape }),
      ...(score.byModel[0] === undefined ? {} : { referenceWape: score.byModel[0] }),
      ...(score.smape === undefined ? {} : { smape: score.smape }),
      ...(score.mase === undefined ? {} : { mase: score.mase }),
      ...(score.skill === undefined ? {} : { skill: score.skill }),
      ...(score.coverage === undefined ? {} : { coverage: score.coverage }),
      ...(score.pinball === undefined ? {} : { pinball: score.pinball }),
      ...(score.msis === undefined ? {} : { msis: score.msis }),
    })),
  };
}
