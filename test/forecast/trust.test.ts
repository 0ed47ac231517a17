import { describe, expect, it } from 'vitest';

import { type Forecast, forecast } from '#core/forecast/index.ts';

const STEP = 300_000;
const NOW = Date.parse('2026-11-19T10:00:00Z');

function ahead(count: number, valueAt: (index: number) => number): Forecast {
  const timestampsMs = Array.from({ length: count }, (_, i) => NOW - (count - 1 - i) * STEP);
  const values = timestampsMs.map((_, i) => valueAt(i));
  const history = { labels: {}, timestampsMs, values };
  const outcome = forecast({ history, nowMs: NOW, horizonMs: 3 * STEP, stepMs: STEP, coverage: 0.8 });
  if (outcome.kind !== 'forecast') throw new Error('too little history for this test');
  return outcome;
}

describe('trust in a forecast', () => {
  it('needs enough past moments to be judged by', () => {
    const young = ahead(24, (i) => 100 + 5 * i);
    expect(young.trusted).toBe(false);
    expect(young.note).toMatch(/past moments to judge by/);
    expect(ahead(400, (i) => 100 + 5 * i)).toMatchObject({ trusted: true });
  });

  it('is refused where the error is as large as the values', () => {
    // Rare bursts at moments that nothing announces.
    const bursts = ahead(400, (i) => ((i * i * 7919) % 101 === 0 ? 1000 : 0));
    expect(bursts.trusted).toBe(false);
    expect(bursts.note).toMatch(/staying reactive/);
  });

  it('has a note exactly where it is refused', () => {
    for (const outcome of [ahead(24, (i) => i), ahead(400, (i) => i), ahead(400, () => 7)]) {
      expect(outcome.trusted).toBe(outcome.note === undefined);
    }
  });
});
