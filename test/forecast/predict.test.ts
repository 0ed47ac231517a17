import { describe, expect, it } from 'vitest';

import type { Forecast, ForecastOutcome, ForecastRequest } from '#core/forecast/index.ts';
import { forecast } from '#core/forecast/index.ts';
import { seededRandom } from '#core/stats/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5);

function history(
  length: number,
  stepMs: number,
  value: (index: number) => number,
): ForecastRequest['history'] {
  const timestampsMs: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < length; i++) {
    const v = value(i);
    if (Number.isNaN(v)) continue;
    timestampsMs.push(START + i * stepMs);
    values.push(v);
  }
  return { labels: {}, timestampsMs, values };
}

function ask(series: ForecastRequest['history'], overrides: Partial<ForecastRequest> = {}): ForecastOutcome {
  return forecast({
    history: series,
    nowMs: series.timestampsMs[series.timestampsMs.length - 1] ?? START,
    horizonMs: HOUR,
    stepMs: 10 * MINUTE,
    coverage: 0.8,
    ...overrides,
  });
}

function expectForecast(outcome: ForecastOutcome): Forecast {
  if (outcome.kind !== 'forecast') throw new Error(`expected a forecast, got ${JSON.stringify(outcome)}`);
  return outcome;
}

const noise = (seed: number, length: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length }, () => random.normal());
};

/** A week of ten-minute steps: a daily wave of 100 ± 60 with noise of 5. */
const wave = (seed = 1): ForecastRequest['history'] => {
  const e = noise(seed, 1008);
  return history(1008, 10 * MINUTE, (i) => 100 + 60 * Math.sin((2 * Math.PI * i) / 144) + 5 * e[i]!);
};

describe('forecast', () => {
  it('follows a daily wave closer than the noise of two standard deviations, and says so', () => {
    const answer = expectForecast(ask(wave()));
    expect(answer.pattern).toBe('daily_seasonal');
    expect(answer.trusted).toBe(true);
    answer.points.forEach((point, i) => {
      const truth = 100 + 60 * Math.sin((2 * Math.PI * (1008 + i)) / 144);
      expect(Math.abs(point.value - truth)).toBeLessThan(12);
    });
  });

  it('gives one point a step from the first step after now to the horizon', () => {
    const answer = expectForecast(ask(wave()));
    const last = START + 1007 * 10 * MINUTE;
    expect(answer.points.map(({ timestampMs }) => timestampMs)).toEqual(
      [1, 2, 3, 4, 5, 6].map((step) => last + step * 10 * MINUTE),
    );
  });

  it('does not use samples after now: changing them changes nothing', () => {
    const whole = wave();
    const nowMs = START + 800 * 10 * MINUTE;
    const spoiled = { ...whole, values: whole.values.map((v, i) => (i > 800 ? 1e6 : v)) };
    expect(ask(spoiled, { nowMs })).toEqual(ask(whole, { nowMs }));
  });

  it('is deterministic', () => {
    expect(JSON.stringify(ask(wave()))).toBe(JSON.stringify(ask(wave())));
  });

  it('keeps lower ≤ value ≤ upper, all finite and none below 0 for a demand that never was', () => {
    const e = noise(3, 600);
    const answer = expectForecast(ask(history(600, 10 * MINUTE, (i) => Math.max(0, 2 * e[i]!))));
    for (const { value, lower, upper } of answer.points) {
      expect([value, lower, upper].every(Number.isFinite)).toBe(true);
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(lower).toBeLessThanOrEqual(value);
      expect(upper).toBeGreaterThanOrEqual(value);
    }
  });

  it('names what is missing when there is too little history', () => {
    expect(ask(history(5, 10 * MINUTE, () => 1))).toEqual({
      kind: 'insufficient-data',
      haveMs: 40 * MINUTE,
      needMs: 120 * MINUTE,
    });
    expect(ask({ labels: {}, timestampsMs: [], values: [] })).toMatchObject({
      kind: 'insufficient-data',
      haveMs: 0,
    });
  });

  it('answers as soon as there is as much history as it asked for', () => {
    const missing = ask(history(5, 10 * MINUTE, () => 1));
    if (missing.kind !== 'insufficient-data') throw new Error('expected too little');
    const enough = missing.needMs / (10 * MINUTE) + 1;
    expect(ask(history(enough, 10 * MINUTE, () => 1)).kind).toBe('forecast');
    expect(ask(history(enough - 1, 10 * MINUTE, () => 1)).kind).toBe('insufficient-data');
  });

  it('holds a constant and stays reactive', () => {
    const answer = expectForecast(ask(history(300, 10 * MINUTE, () => 42)));
    expect(answer.pattern).toBe('constant');
    expect(answer.trusted).toBe(false);
    expect(answer.note).toMatch(/does not change/);
    for (const { value, lower, upper } of answer.points) {
      for (const v of [value, lower, upper]) expect(v).toBeCloseTo(42, 9);
    }
  });

  it('forecasts silence for silence', () => {
    const answer = expectForecast(ask(history(300, 10 * MINUTE, () => 0)));
    for (const { value, lower, upper } of answer.points) expect([lower, value, upper]).toEqual([0, 0, 0]);
    expect(answer.backtest.wape).toBeUndefined();
  });

  it('does not trust itself on noise around a level', () => {
    const e = noise(7, 1008);
    const answer = expectForecast(
      ask(
        history(1008, 10 * MINUTE, (i) => 100 + 10 * e[i]!),
        { model: 'last-value' },
      ),
    );
    expect(answer.trusted).toBe(false);
    expect(answer.note).toMatch(/staying reactive/);
  });

  it('uses the one model that is asked for, and refuses one that it does not know', () => {
    expect(
      expectForecast(ask(wave(), { model: 'seasonal-naive' })).candidates.map(({ model }) => model),
    ).toContain('seasonal-naive');
    expect(() => ask(wave(), { model: 'oracle' })).toThrow(
      /There is no forecast model 'oracle'. Known: mean-of-5/,
    );
  });

  it('draws on a coarser grid when the samples are further apart than the steps asked for', () => {
    const answer = expectForecast(ask(wave(), { stepMs: MINUTE, horizonMs: 15 * MINUTE }));
    expect(answer.points).toHaveLength(15);
    expect(answer.points[14]!.timestampMs).toBe(START + 1007 * 10 * MINUTE + 15 * MINUTE);
  });

  it('takes gaps, disorder, repeats and NaN for what they are', () => {
    const whole = wave();
    const holes = {
      labels: {},
      timestampsMs: whole.timestampsMs.filter((_, i) => i % 50 > 3 && (i < 400 || i > 470)),
      values: whole.values.filter((_, i) => i % 50 > 3 && (i < 400 || i > 470)),
    };
    const tidy = expectForecast(ask(holes));
    expect(tidy.backtest.wape).toBeLessThan(0.12);
    const untidy = {
      labels: {},
      timestampsMs: [...holes.timestampsMs, START, START + 5].reverse(),
      values: [...holes.values, holes.values[0]!, Number.NaN].reverse(),
    };
    expect(ask(untidy, { nowMs: START + DAY * 8 }).kind).toBe('forecast');
  });
});
