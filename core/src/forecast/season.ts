import { autocorrelations, linearTrend, spectralPeaks } from '../stats/index.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** An autocorrelation that chance hardly reaches and a model can use. */
const NOTICEABLE = 0.15;
/** Share of the variance that a cycle or a trend must explain to name the pattern after it. */
const NAMED = 0.3;

export type PatternName =
  | 'constant'
  | 'increasing'
  | 'decreasing'
  | 'daily_seasonal'
  | 'weekly_seasonal'
  | 'daily_and_weekly_seasonal'
  | 'seasonal'
  | 'irregular';

export interface Seasons {
  /** Steps in the shorter cycle; 0 when there is none. */
  readonly season: number;
  /** Steps in the longer cycle; 0 when there is none. */
  readonly longSeason: number;
  readonly pattern: PatternName;
}

/**
 * The cycles of a series on a regular grid (gaps as `NaN`): a day and a week where at least two of them were seen and
 * the autocorrelation of the series without its linear trend confirms them, else the strongest confirmed peak of the
 * periodogram. The pattern's name says what dominates: a cycle, a trend, or neither.
 */
export function detectSeasons(values: Float64Array, stepMs: number): Seasons {
  const detrended = withoutTrend(values);
  if (detrended === undefined) return { season: 0, longSeason: 0, pattern: 'constant' };
  const correlation = autocorrelations(detrended.rest);
  const confirmed = (period: number): number =>
    period >= 2 && values.length >= 2 * period ? (correlation(period) ?? 0) : 0;
  const day = Math.round(DAY_MS / stepMs);
  const week = Math.round(WEEK_MS / stepMs);
  const daily = confirmed(day);
  const weekly = confirmed(week);
  const hasDay = daily > NOTICEABLE;
  // A week repeats its days too: models may use it when it says about as much, the pattern is named after it when it says more.
  const hasWeek = weekly > NOTICEABLE && weekly > daily - 0.1;
  const other = hasDay || hasWeek ? 0 : strongestCycle(detrended.rest, confirmed);
  return {
    season: hasDay ? day : other,
    longSeason: hasWeek ? week : 0,
    pattern: patternName({
      daily,
      weekly: weekly > daily + 0.02 ? weekly : 0,
      other: confirmed(other),
      detrended,
    }),
  };
}

interface Detrended {
  readonly rest: Float64Array;
  /** Share of the variance that the line explains, 0–1. */
  readonly explained: number;
  readonly rising: boolean;
}

/** The series without its line; `undefined` when it is constant or too short to have one. */
function withoutTrend(values: Float64Array): Detrended | undefined {
  const line = linearTrend(values);
  if (line === undefined) return undefined;
  const center = line.intercept + (line.slope * (values.length - 1)) / 2;
  const rest = new Float64Array(values.length);
  let [size, variation, left] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    rest[i] = value - line.intercept - line.slope * i;
    if (!Number.isFinite(value)) continue;
    size += value * value;
    variation += (value - center) ** 2;
    left += rest[i]! ** 2;
  }
  if (variation <= 1e-20 * size) return undefined;
  return { rest, explained: 1 - left / variation, rising: line.slope > 0 };
}

/** The periodogram's first peak that the autocorrelation confirms, refined to the step where that is highest; 0 for none. */
function strongestCycle(rest: Float64Array, confirmed: (period: number) => number): number {
  for (const { period } of spectralPeaks(rest, 5)) {
    if (period < 4) continue;
    const best = highestNear(Math.round(period), confirmed);
    const strength = confirmed(best);
    if (strength > NAMED && strength > confirmed(Math.round(best / 2)) + 0.1) return best;
  }
  return 0;
}

/** The period within 3 % of `around` that is confirmed most. Neighbours are alike, so that it is looked for in two passes. */
function highestNear(around: number, confirmed: (period: number) => number): number {
  const reach = Math.max(1, Math.round(around * 0.03));
  const coarse = Math.ceil(reach / 8);
  const rough = highestOf(around - reach, around + reach, coarse, confirmed);
  return coarse === 1 ? rough : highestOf(rough - coarse + 1, rough + coarse - 1, 1, confirmed);
}

function highestOf(from: number, to: number, stride: number, score: (period: number) => number): number {
  let best = from;
  let highest = -Infinity;
  for (let period = from; period <= to; period += stride) {
    const each = score(period);
    if (each > highest) [best, highest] = [period, each];
  }
  return best;
}

function patternName(seen: {
  daily: number;
  weekly: number;
  other: number;
  detrended: Detrended;
}): PatternName {
  const { daily, weekly, other, detrended } = seen;
  if (detrended.explained > 0.5 && detrended.explained > Math.max(daily, weekly)) {
    return detrended.rising ? 'increasing' : 'decreasing';
  }
  if (daily > NAMED && weekly > NAMED) return 'daily_and_weekly_seasonal';
  if (weekly > NAMED) return 'weekly_seasonal';
  if (daily > NAMED) return 'daily_seasonal';
  return other > NAMED ? 'seasonal' : 'irregular';
}
