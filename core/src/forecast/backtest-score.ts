import { intervalCoverage, mase, msis, pinballLoss, smape, wape } from '../stats/index.ts';
import type { OriginForecast } from './rolling-forecast.ts';

/** Errors over past origins, of one step of the horizon or of its mean. `undefined` where nothing could be compared. */
export interface StepScore {
  /** Σ|error| ÷ Σ|actual|; accuracy is 1 minus this. */
  readonly wape: number | undefined;
  /** 0–200, as the M4 competition computes it. */
  readonly smape: number | undefined;
  /** Mean absolute error over that of the seasonal naive forecast on the series. */
  readonly mase: number | undefined;
  /** Share of the reference's error (the mean of five) that is gone: 1 is perfect, 0 as good as it, below 0 worse. */
  readonly skill: number | undefined;
  /** Share of actual values inside the interval. */
  readonly coverage: number | undefined;
  /** Mean loss of the interval's upper bound as a quantile, in the unit of the values: what sizing by it costs. */
  readonly pinball: number | undefined;
  /** Width of the interval and what lies outside it, fined, in units of the seasonal naive error. */
  readonly msis: number | undefined;
  /** WAPE of each model alone, in their order; the reference is the first. */
  readonly byModel: readonly (number | undefined)[];
  /** Origins that could be compared. */
  readonly origins: number;
}

/** What errors are measured with. */
export interface ScoreScale {
  /** The value at an index; `NaN` where it was not observed. */
  readonly actualAt: (index: number) => number;
  /** Mean absolute change over one cycle: what MASE and MSIS divide by. Absent when nothing changes. */
  readonly seasonal: number | undefined;
  /** Nominal coverage of the intervals. */
  readonly coverage: number;
}

/** One figure of what was said at an origin: that of one step, or the mean over the horizon. `NaN` where nothing was said. */
export interface SaidFigure {
  /** The first unknown index then. */
  readonly end: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly byModel: readonly number[];
}

/** What was said of `step` (0 is the first). */
export function saidOfStep({ end, combined, bounds, byModel }: OriginForecast, step: number): SaidFigure {
  const at = (values: Float64Array | undefined): number => values?.[step] ?? Number.NaN;
  return {
    end,
    value: at(combined),
    lower: at(bounds?.lower),
    upper: at(bounds?.upper),
    byModel: byModel.map(at),
  };
}

/** What was said of the mean over the horizon; no bounds were. */
export function saidOfMean({ end, combined, byModel }: OriginForecast): SaidFigure {
  return { end, value: meanOf(combined), lower: Number.NaN, upper: Number.NaN, byModel: byModel.map(meanOf) };
}

/** Scores what was said of `step`. */
export function scoreStep(past: readonly SaidFigure[], scale: ScoreScale, step: number): StepScore {
  return score(
    past,
    past.map(({ end }) => scale.actualAt(end + step)),
    scale,
  );
}

/** Scores what was said of the mean over `horizon` steps: the noise of single steps averages out of it. */
export function scoreMean(past: readonly SaidFigure[], scale: ScoreScale, horizon: number): StepScore {
  const actual = past.map(({ end }) => {
    let sum = 0;
    for (let step = 0; step < horizon; step++) sum += scale.actualAt(end + step);
    return sum / horizon;
  });
  return score(past, actual, scale);
}

function meanOf(values: Float64Array | undefined): number {
  if (values === undefined) return Number.NaN;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function score(
  past: readonly SaidFigure[],
  actual: readonly number[],
  { seasonal, coverage }: ScoreScale,
): StepScore {
  const compared = { actual, predicted: past.map(({ value }) => value) };
  const interval = {
    actual,
    lower: past.map(({ lower }) => lower),
    upper: past.map(({ upper }) => upper),
  };
  const models = past[0]?.byModel.length ?? 0;
  const byModel = Array.from({ length: models }, (_, model) =>
    wape({ actual, predicted: past.map((origin) => origin.byModel[model] ?? Number.NaN) }),
  );
  const own = wape(compared);
  return {
    wape: own,
    smape: smape(compared),
    mase: seasonal === undefined ? undefined : mase(compared, seasonal),
    skill: skillAgainst(own, byModel[0]),
    coverage: intervalCoverage(interval),
    pinball: pinballLoss({ actual, predicted: interval.upper }, (1 + coverage) / 2),
    msis: seasonal === undefined ? undefined : msis(interval, coverage, seasonal),
    byModel,
    origins: actual.filter(Number.isFinite).length,
  };
}

function skillAgainst(own: number | undefined, reference: number | undefined): number | undefined {
  return own === undefined || reference === undefined || reference === 0 ? undefined : 1 - own / reference;
}
