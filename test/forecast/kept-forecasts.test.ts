import { describe, expect, it } from 'vitest';

import { forecast, KeptForecasts } from '#core/forecast/index.ts';

const STEP = 300_000;
const request = (length = 200) => ({
  history: {
    labels: {},
    timestampsMs: Array.from({ length }, (_, i) => i * STEP),
    values: Array.from({ length }, (_, i) => 50 + ((i * 37) % 11)),
  },
  nowMs: (length - 1) * STEP,
  horizonMs: 3 * STEP,
  stepMs: STEP,
  coverage: 0.9,
  profile: 'fast' as const,
});
const none = { labels: {}, timestampsMs: [], values: [] };

describe('kept forecasts', () => {
  it('answer as a single one does', () => {
    expect(new KeptForecasts(1e9).fit('a', request())).toEqual(forecast(request()));
  });

  it('stay within their memory: those that were not asked for the longest go', () => {
    const measure = new KeptForecasts(Infinity);
    measure.fit('a', request());
    const one = measure.sizeBytes;
    expect(one).toBeGreaterThan(200 * 25);
    const kept = new KeptForecasts(2.5 * one);
    kept.fit('a', request());
    kept.fit('b', request());
    expect(kept.advance('a', none, 200 * STEP)?.points[0]?.timestampMs).toBe(201 * STEP);
    kept.fit('c', request());
    expect(kept.size).toBe(2);
    expect(kept.sizeBytes).toBeLessThanOrEqual(2.5 * one);
    expect(kept.advance('b', none, 200 * STEP)).toBeUndefined();
    expect(kept.advance('a', none, 200 * STEP)?.points[0]?.timestampMs).toBe(201 * STEP);
  });

  it('count one key once, grow with it, and give its memory back', () => {
    const kept = new KeptForecasts(1e9);
    kept.fit('a', request());
    const before = kept.sizeBytes;
    kept.fit('a', request());
    expect(kept.sizeBytes).toBe(before);
    kept.advance('a', none, 1000 * STEP);
    expect(kept.sizeBytes).toBeGreaterThan(before);
    kept.fit('a', request(3));
    expect([kept.size, kept.sizeBytes]).toEqual([0, 0]);
    kept.forget('a');
    expect(kept.sizeBytes).toBe(0);
  });
});
