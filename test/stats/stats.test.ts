import { describe, expect, it } from 'vitest';

import {
  autocorrelation,
  fromRegular,
  intervalCoverage,
  linearTrend,
  mase,
  mean,
  median,
  medianAbsoluteDeviation,
  msis,
  normalizeSeries,
  pinballLoss,
  quantile,
  quantiles,
  ridgeRegression,
  robustRidgeRegression,
  samplingStepMs,
  seasonalScale,
  seededRandom,
  smape,
  solveCholesky,
  spectralPeaks,
  toRegular,
  wape,
  weightedQuantile,
} from '#core/stats/index.ts';

describe('quantile', () => {
  it('interpolates as type 7 does', () => {
    // numpy.quantile([1, 2, 3, 4, 10], 0.9) = 7.6
    expect(quantile([10, 1, 4, 2, 3], 0.9)).toBeCloseTo(7.6, 12);
    expect(quantiles([10, 1, 4, 2, 3], [0, 0.5, 1])).toEqual([1, 3, 10]);
  });

  it('skips gaps, has no answer for nothing, and refuses what is no probability', () => {
    expect(quantile([Number.NaN, 5, Infinity], 0.5)).toBe(5);
    expect(quantile([Number.NaN], 0.5)).toBeUndefined();
    expect(() => quantile([1], 1.1)).toThrow(RangeError);
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });

  it('weighs', () => {
    expect(weightedQuantile([1, 2, 3], [1, 1, 8], 0.5)).toBe(3);
    expect(weightedQuantile([1, 2, 3], [5, 4, 1], 0.5)).toBe(1);
    expect(weightedQuantile([1, Number.NaN], [0, 1], 0.5)).toBeUndefined();
    expect(() => weightedQuantile([1], [], 0.5)).toThrow(RangeError);
  });
});

describe('location and spread', () => {
  it('measures the finite values', () => {
    expect(mean([1, Number.NaN, 3])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
    expect(medianAbsoluteDeviation([7, 7, 7])).toBe(0);
    expect([mean([]), median([]), medianAbsoluteDeviation([])]).toEqual([undefined, undefined, undefined]);
  });
});

describe('regression', () => {
  it('finds a line through gaps', () => {
    const line = linearTrend([1, Number.NaN, 5, 7])!;
    expect(line.slope).toBeCloseTo(2, 12);
    expect(line.intercept).toBeCloseTo(1, 12);
    expect(linearTrend([1, Number.NaN])).toBeUndefined();
  });

  it('solves a positive definite system and says when it cannot', () => {
    const right = Float64Array.of(8, 7);
    expect(solveCholesky(Float64Array.of(4, 0, 2, 3), right)).toBe(true);
    expect(right[0]).toBeCloseTo(1.25, 12);
    expect(right[1]).toBeCloseTo(1.5, 12);
    expect(solveCholesky(Float64Array.of(1, 0, 2, 1), Float64Array.of(1, 1))).toBe(false);
  });

  it('recovers coefficients, shrinks them with the penalty, and resists outliers', () => {
    const random = seededRandom(1);
    const rows = 200;
    const features = new Float64Array(rows * 2);
    const targets = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const x = random.normal();
      features.set([1, x], row * 2);
      targets[row] = 3 + 2 * x + (row % 20 === 0 ? 1000 : 0.01 * random.normal());
    }
    const design = { features, columns: 2, rows };
    const plain = ridgeRegression(design, targets, { penalty: 0 })!;
    const robust = robustRidgeRegression(design, targets, 0)!;
    expect(Math.abs(robust[0]! - 3)).toBeLessThan(Math.abs(plain[0]! - 3) / 3);
    const weights = Float64Array.from({ length: rows }, (_, row) => (row % 20 === 0 ? 0 : 1));
    const clean = ridgeRegression(design, targets, { penalty: 0, weights })!;
    expect(clean[0]).toBeCloseTo(3, 2);
    expect(clean[1]).toBeCloseTo(2, 2);
    expect(ridgeRegression(design, targets, { penalty: 1, weights })![1]).toBeLessThan(1.2);
    expect(ridgeRegression({ features, columns: 2, rows: 0 }, targets, { penalty: 0 })).toBeUndefined();
  });
});

describe('cycles', () => {
  const wave = Array.from({ length: 400 }, (_, i) => Math.sin((2 * Math.PI * i) / 25));

  it('correlates a wave with itself a period and half a period away', () => {
    expect(autocorrelation(wave, 25)).toBeCloseTo(1, 2);
    expect(autocorrelation(wave, 50)).toBeCloseTo(1, 2);
    expect(autocorrelation(wave, 12)).toBeLessThan(-0.95);
    expect(autocorrelation([1, 1, 1], 1)).toBeUndefined();
    expect(autocorrelation([1, 2], 5)).toBeUndefined();
    expect(() => autocorrelation(wave, -1)).toThrow(RangeError);
  });

  it('finds the period in the spectrum', () => {
    expect(Math.abs(spectralPeaks(wave, 1)[0]!.period - 25)).toBeLessThan(1.5);
    expect(spectralPeaks([1, 2, 3], 1)).toEqual([]);
    expect(spectralPeaks(new Float64Array(64), 1)).toEqual([]);
  });
});

describe('accuracy', () => {
  const compared = { actual: [10, Number.NaN, 30, 0], predicted: [12, 5, 24, 0] };

  it('agrees with the measures worked out by hand, gaps left out', () => {
    expect(wape(compared)).toBeCloseTo(8 / 40);
    expect(mase(compared, 4)).toBeCloseTo(8 / 3 / 4);
    expect(smape(compared)).toBeCloseTo(((200 * 2) / 22 + (200 * 6) / 54) / 3);
    expect(pinballLoss(compared, 0.9)).toBeCloseTo((0.1 * 2 + 0.9 * 6) / 3);
    expect(seasonalScale([1, 2, 4, Number.NaN, 5], 2)).toBeCloseTo((3 + 1) / 2);
  });

  it('scores intervals: the width, and 2 ÷ α times what lies outside', () => {
    const intervals = { actual: [5, 12], lower: [4, 8], upper: [6, 10] };
    expect(intervalCoverage(intervals)).toBe(0.5);
    expect(msis(intervals, 0.95, 2)).toBeCloseTo((2 + 2 + 40 * 2) / 2 / 2);
  });

  it('has no answer for nothing', () => {
    expect(wape({ actual: [0], predicted: [1] })).toBeUndefined();
    expect(smape({ actual: [Number.NaN], predicted: [1] })).toBeUndefined();
    expect(mase(compared, 0)).toBeUndefined();
    expect(seasonalScale([1, 1, 1], 1)).toBeUndefined();
    expect(() => wape({ actual: [1], predicted: [] })).toThrow(RangeError);
  });
});

describe('regular grid', () => {
  const series = { labels: { a: 'b' }, timestampsMs: [1000, 1990, 2020, 5000], values: [1, 2, 4, 8] };

  it('averages the samples nearest to each point and keeps gaps', () => {
    const grid = toRegular(series, 1000);
    expect(grid).toEqual({ startMs: 1000, stepMs: 1000, values: [1, 3, Number.NaN, Number.NaN, 8] });
    expect(fromRegular(grid, { a: 'b' })).toEqual({
      labels: { a: 'b' },
      timestampsMs: [1000, 2000, 5000],
      values: [1, 3, 8],
    });
  });

  it('gives an empty grid for nothing and refuses a step that is none', () => {
    expect(toRegular({ labels: {}, timestampsMs: [], values: [] }, 10)).toEqual({
      startMs: 0,
      stepMs: 10,
      values: [],
    });
    expect(() => toRegular(series, 0)).toThrow(RangeError);
  });

  it('knows the usual step', () => {
    expect(samplingStepMs({ labels: {}, timestampsMs: [0, 10, 20, 90, 100], values: [1, 1, 1, 1, 1] })).toBe(
      10,
    );
    expect(samplingStepMs({ labels: {}, timestampsMs: [0], values: [1] })).toBeUndefined();
  });

  it('puts samples in order: sorted, the last of equal times, finite', () => {
    const untidy = { labels: {}, timestampsMs: [3, 1, 1, 2], values: [3, 0, 1, Number.NaN] };
    expect(normalizeSeries(untidy)).toEqual({ labels: {}, timestampsMs: [1, 3], values: [1, 3] });
    expect(normalizeSeries(series)).toBe(series);
    expect(() => normalizeSeries({ labels: {}, timestampsMs: [1], values: [] })).toThrow(RangeError);
  });
});

describe('seededRandom', () => {
  it('repeats itself, and looks normal', () => {
    const first = seededRandom(42);
    const second = seededRandom(42);
    const values = Array.from({ length: 20_000 }, () => first.normal());
    expect(values.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => second.normal()));
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(quantile(values, 0.975)).toBeGreaterThan(1.9);
    expect(quantile(values, 0.975)).toBeLessThan(2.02);
  });
});
