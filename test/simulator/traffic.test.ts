import { describe, expect, it } from 'vitest';

import {
  demandAt,
  scaledToPeak,
  syntheticShapes,
  syntheticTrace,
  traceFromSamples,
} from '#core/simulator/index.ts';
import { arrivalRates, SLOT_MS } from '#core/simulator/traffic/arrivals.ts';
import { traceProblem } from '#core/simulator/traffic/demand-trace.ts';

const trace = { name: 't', source: 'test', startMs: 0, stepMs: 60_000, perSecond: [0, 60, 30] };

describe('demandAt', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [30_000, 30],
    [60_000, 60],
    [90_000, 45],
    [999_000, 30],
  ])('at %i ms is %d', (atMs, expected) => expect(demandAt(trace, atMs)).toBe(expected));
});

describe('arrivalRates', () => {
  const level = { ...trace, perSecond: [400, 400] };
  const rates = arrivalRates(level, { startMs: 0, endMs: 4000 * SLOT_MS, seed: 7 });

  it('keeps the mean, and has the variance of a Poisson count', () => {
    const counts = Array.from(rates, (rate) => (rate * SLOT_MS) / 1000);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(mean).toBeCloseTo(6000, -2);
    expect(variance / mean).toBeGreaterThan(0.9);
    expect(variance / mean).toBeLessThan(1.1);
  });

  it('gives a slot the same chance wherever the run begins, and another one with another seed', () => {
    const later = arrivalRates(level, { startMs: 100 * SLOT_MS, endMs: 110 * SLOT_MS, seed: 7 });
    expect(Array.from(later)).toEqual(Array.from(rates.slice(100, 110)));
    const other = arrivalRates(level, { startMs: 0, endMs: 10 * SLOT_MS, seed: 8 });
    expect(Array.from(other)).not.toEqual(Array.from(rates.slice(0, 10)));
  });

  it('is silent where nothing is demanded', () => {
    const silent = arrivalRates(
      { ...trace, perSecond: [0, 0] },
      { startMs: 0, endMs: 10 * SLOT_MS, seed: 7 },
    );
    expect(Array.from(silent)).toEqual(new Array(10).fill(0));
  });
});

describe('traces', () => {
  it.each(syntheticShapes)('%s has a peak near what was asked for, and nothing below 0', (shape) => {
    const { perSecond } = syntheticTrace(shape, { startMs: 0, days: 8, peakPerSecond: 100 });
    expect(perSecond).toHaveLength(8 * 1440);
    expect(Math.min(...perSecond)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(100.001);
    expect(Math.max(...perSecond)).toBeGreaterThan(15);
  });

  it('are scaled in their shape', () => {
    expect(scaledToPeak(trace, 6).perSecond).toEqual([0, 6, 3]);
    expect(scaledToPeak({ ...trace, perSecond: [0, 0] }, 6).perSecond).toEqual([0, 0]);
  });

  it('come from samples: sorted, gaps bridged, nothing below 0', () => {
    const samples = { labels: {}, timestampsMs: [120_000, 0, 60_000, 300_000], values: [5, 1, -3, 11] };
    expect(traceFromSamples('s', 'file', samples)).toMatchObject({
      startMs: 0,
      stepMs: 60_000,
      perSecond: [1, 0, 5, 7, 9, 11],
    });
    expect(traceFromSamples('s', 'file', { labels: {}, timestampsMs: [1], values: [1] })).toBeUndefined();
  });

  it('are refused with the place of what is wrong', () => {
    expect(traceProblem({ ...trace, perSecond: [1, Number.NaN] })).toBe(
      'trace t: value 2 is NaN, not a rate from 0 on',
    );
    expect(traceProblem({ ...trace, stepMs: 0 })).toContain('step');
    expect(traceProblem({ ...trace, perSecond: [] })).toContain('no values');
  });
});
