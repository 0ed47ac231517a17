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

/** Scores `step` (0 is the first) of what was said at past origins. */
export function scoreStep(past: readonly OriginForecast[], scale: ScoreScale, step: number): StepScore {
  const at = (values: Float64Array | undefined): number => values?.[step] ?? Number.NaN;
  return score(
    past,
    past.map(({ end }) => scale.actualAt(end + step)),
    at,
    scale,
  );
}

/** Scores the mean over the whole horizon, without interval: the noise of single steps averages out of it. */
export function scoreMean(past: readonly OriginForecast[], scale: ScoreScale): StepScore {
  const actual = past.map(({ end, combined }) => {
    let sum = 0;
    for (let step = 0; step < combined.length; step++) sum += scale.actualAt(end + step);
    return sum / combined.length;
  });
  return score(
    past.map(({ end, combined, byModel, weights }) => ({ end, combined, byModel, weights })),
    actual,
    meanOf,
    scale,
  );
}

function meanOf(values: Float64Array | undefined): number {
  if (values === undefined) return Number.NaN;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function score(
  past: readonly OriginForecast[],
  actual: readonly number[],
  pick: (values: Float64Array | undefined) => number,
  { seasonal, coverage }: ScoreScale,
): StepScore {
  const compared = { actual, predicted: past.map(({ combined }) => pick(combined)) };
  const interval = {
    actual,
    lower: past.map(({ bounds }) => pick(bounds?.lower)),
    upper: past.map(({ bounds }) => pick(bounds?.upper)),
  };
  const models = past[0]?.byModel.length ?? 0;
  const byModel = Array.from({ length: models }, (_, model) =>
    wape({ actual, predicted: past.map((origin) => pick(origin.byModel[model])) }),
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
