import { describe, expect, it } from 'vitest';

import {
  AggregateContainerState,
  compareUpdatePriority,
  DecayingHistogram,
  DEFAULT_RECOMMENDER_CONFIG,
  describeAmount,
  exponentialHistogramOptions,
  Histogram,
  linearHistogramOptions,
  recommend,
} from '#core/vpa/index.ts';

const LINEAR = { maxValue: 10, bucketSize: 1, epsilon: 0.001 };

describe('what makes no sense', () => {
  it('is refused when a scheme is made', () => {
    expect(() => linearHistogramOptions({ ...LINEAR, bucketSize: 0 })).toThrow(RangeError);
    expect(() =>
      exponentialHistogramOptions({ maxValue: 10, firstBucketSize: 1, ratio: 1, epsilon: 0.1 }),
    ).toThrow(RangeError);
    expect(() => linearHistogramOptions(LINEAR).bucketStart(11)).toThrow(RangeError);
    expect(() => new DecayingHistogram(linearHistogramOptions(LINEAR), 0)).toThrow(RangeError);
  });

  it('is refused as a weight', () => {
    const histogram = new Histogram(linearHistogramOptions(LINEAR));
    expect(() => histogram.add(1, -1)).toThrow(RangeError);
    expect(() => histogram.subtract(1, NaN)).toThrow(RangeError);
    expect(() => histogram.scale(-1)).toThrow(RangeError);
  });

  it('is refused when histograms of different buckets or half-lives are merged', () => {
    const options = linearHistogramOptions(LINEAR);
    expect(() => new Histogram(options).merge(new Histogram(linearHistogramOptions(LINEAR)))).toThrow(
      RangeError,
    );
    expect(() => new DecayingHistogram(options, 1).merge(new DecayingHistogram(options, 2))).toThrow(
      RangeError,
    );
  });
});

describe('scale', () => {
  it('keeps percentiles and drops buckets that fall below epsilon', () => {
    const histogram = new Histogram(linearHistogramOptions(LINEAR));
    histogram.add(2, 0.01);
    histogram.add(5, 10);
    histogram.scale(0.05);
    expect(histogram.totalWeight).toBeCloseTo(0.5005, 12);
    expect(histogram.range).toEqual({ first: 5, last: 5 });
  });
});

describe('the order of updates', () => {
  it('puts pods that grow first, then those that differ most', () => {
    const pod = (scaleUp: boolean, resourceDiff: number) => ({
      scaleUp,
      resourceDiff,
      outsideRecommendedRange: false,
    });
    const pods = [pod(false, 9), pod(true, 0.2), pod(true, 3), pod(false, 1)];
    expect(pods.toSorted(compareUpdatePriority)).toEqual([
      pod(true, 3),
      pod(true, 0.2),
      pod(false, 9),
      pod(false, 1),
    ]);
  });
});

describe('describeAmount', () => {
  it('keeps millicores exact and rounds memory', () => {
    expect(describeAmount('cpu', 1_150)).toBe('1150m');
    expect(describeAmount('memory', 312 * 1024 * 1024)).toBe('312 MiB');
  });
});

describe('reasons', () => {
  it('tell how a figure came about, step by step', () => {
    const state = new AggregateContainerState(DEFAULT_RECOMMENDER_CONFIG, 0);
    for (let minute = 0; minute <= 1440; minute++) state.addCpuSample(200, minute * 60_000);
    const [found] = recommend({
      config: DEFAULT_RECOMMENDER_CONFIG,
      aggregates: new Map([['server', state]]),
      policies: [{ containerName: 'server', controlledResources: ['cpu'], maxAllowed: { cpu: 240 } }],
    });
    expect(found?.reasons.map((reason) => reason.text)).toEqual([
      'Target of cpu: p90 of CPU samples is 215m, with the 15 % margin 247m.',
      'Lower bound of cpu: p50 of CPU samples is 215m, with the 15 % margin 247m, at a confidence of 1 246m.',
      'Upper bound of cpu: p95 of CPU samples is 215m, with the 15 % margin 247m, at a confidence of 1 494m.',
      'Target of cpu capped to maxAllowed, 240m.',
      'Lower bound of cpu capped to maxAllowed, 240m.',
      'Upper bound of cpu capped to maxAllowed, 240m.',
    ]);
  });

  it('are left out on request, and change no figure', () => {
    const state = new AggregateContainerState(DEFAULT_RECOMMENDER_CONFIG, 0);
    state.addCpuSample(200, 0);
    const input = { config: DEFAULT_RECOMMENDER_CONFIG, aggregates: new Map([['server', state]]) };
    expect(recommend({ ...input, explain: false })).toEqual(
      recommend(input).map((found) => ({ ...found, reasons: [] })),
    );
  });
});
