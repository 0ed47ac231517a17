/** A point forecast beside what happened. Pairs in which either value is not finite are skipped by every measure here. */
interface Compared {
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}

/** Σ|actual − predicted| ÷ Σ|actual|: accuracy is 1 minus this. `undefined` without pairs or when all actual values are 0. */
export function wape({ actual, predicted }: Compared): number | undefined {
  let error = 0;
  let level = 0;
  eachPair(actual, predicted, (a, p) => {
    error += Math.abs(a - p);
    level += Math.abs(a);
  });
  return level > 0 ? error / level : undefined;
}

/** Mean of |actual − predicted|, in the unit of the values. `undefined` without pairs. */
export function meanAbsoluteError({ actual, predicted }: Compared): number | undefined {
  let error = 0;
  const pairs = eachPair(actual, predicted, (a, p) => {
    error += Math.abs(a - p);
  });
  return pairs > 0 ? error / pairs : undefined;
}

/**
 * Mean absolute change of `training` over one `period` (in steps): what {@link mase} and {@link msis} divide by.
 * `undefined` when no two finite values lie a period apart, or when it is 0.
 */
export function seasonalScale(training: ArrayLike<number>, period: number): number | undefined {
  let sum = 0;
  let pairs = 0;
  for (let i = period; i < training.length; i++) {
    const change = Math.abs(training[i]! - training[i - period]!);
    if (!Number.isFinite(change)) continue;
    sum += change;
    pairs++;
  }
  return pairs > 0 && sum > 0 ? sum / pairs : undefined;
}

/** Mean absolute error in units of `scale` (Hyndman and Koehler 2006); below 1 beats the naive forecast behind the scale. */
export function mase(compared: Compared, scale: number): number | undefined {
  const error = meanAbsoluteError(compared);
  return error === undefined || !(scale > 0) ? undefined : error / scale;
}

/** Mean of 200 · |actual − predicted| ÷ (|actual| + |predicted|), 0–200, as the M4 competition computes it; 0 ÷ 0 counts as 0. */
export function smape({ actual, predicted }: Compared): number | undefined {
  let sum = 0;
  const pairs = eachPair(actual, predicted, (a, p) => {
    const size = Math.abs(a) + Math.abs(p);
    if (size > 0) sum += (200 * Math.abs(a - p)) / size;
  });
  return pairs > 0 ? sum / pairs : undefined;
}

/**
 * Mean pinball loss of a forecast of the `probability` quantile, in the unit of the values. `undefined` without pairs.
 */
export function pinballLoss({ actual, predicted }: Compared, probability: number): number | undefined {
  let sum = 0;
  const pairs = eachPair(actual, predicted, (a, p) => {
    sum += a >= p ? probability * (a - p) : (1 - probability) * (p - a);
  });
  return pairs > 0 ? sum / pairs : undefined;
}

/** An interval forecast beside what happened. Triples with a value that is not finite are skipped. */
interface IntervalCompared {
  readonly actual: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/** Share of actual values inside their interval, bounds included, 0–1. `undefined` without triples. */
export function intervalCoverage({ actual, lower, upper }: IntervalCompared): number | undefined {
  let inside = 0;
  const count = eachTriple(actual, lower, upper, (a, l, u) => {
    if (a >= l && a <= u) inside++;
  });
  return count > 0 ? inside / count : undefined;
}

/**
 * Mean scaled interval score (Gneiting and Raftery 2007, as in the M4 competition): width plus 2 ÷ (1 − coverage) times
 * what lies outside, in units of `scale`. `undefined` without triples or scale.
 */
export function msis(compared: IntervalCompared, coverage: number, scale: number): number | undefined {
  const fine = 2 / (1 - coverage);
  let sum = 0;
  const count = eachTriple(compared.actual, compared.lower, compared.upper, (a, l, u) => {
    sum += u - l + fine * Math.max(0, l - a) + fine * Math.max(0, a - u);
  });
  return count > 0 && scale > 0 ? sum / count / scale : undefined;
}

function eachPair(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  visit: (actual: number, predicted: number) => void,
): number {
  requireSameLength(actual, predicted);
  let pairs = 0;
  for (let i = 0; i < actual.length; i++) {
    if (!Number.isFinite(actual[i]) || !Number.isFinite(predicted[i])) continue;
    visit(actual[i]!, predicted[i]!);
    pairs++;
  }
  return pairs;
}

function eachTriple(
  actual: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  visit: (actual: number, lower: number, upper: number) => void,
): number {
  requireSameLength(actual, lower);
  requireSameLength(actual, upper);
  let count = 0;
  for (let i = 0; i < actual.length; i++) {
    if (!Number.isFinite(actual[i]) || !Number.isFinite(lower[i]) || !Number.isFinite(upper[i])) continue;
    visit(actual[i]!, lower[i]!, upper[i]!);
    count++;
  }
  return count;
}

function requireSameLength(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) {
    throw new RangeError(
      `What happened and what was forecast differ in length: ${a.length} and ${b.length}.`,
    );
  }
}
