import { describe, expect, it } from 'vitest';

import { type Forecast, forecast, type ForecastOutcome, type ForecastRequest } from '#core/forecast/index.ts';
import { seededRandom } from '#core/stats/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEP = 10 * MINUTE;

/** What lies between `from` and `to`, every ten minutes. */
function observe(from: number, to: number, valueAt: (timeMs: number) => number): ForecastRequest['history'] {
  const timestampsMs: number[] = [];
  for (let time = from; time <= to; time += STEP) timestampsMs.push(time);
  return { labels: {}, timestampsMs, values: timestampsMs.map(valueAt) };
}

function ask(history: ForecastRequest['history'], more: Partial<ForecastRequest> = {}): ForecastOutcome {
  const nowMs = history.timestampsMs.at(-1) ?? 0;
  return forecast({ history, nowMs, horizonMs: HOUR, stepMs: STEP, coverage: 0.9, profile: 'fast', ...more });
}

function answered(outcome: ForecastOutcome): Forecast {
  if (outcome.kind !== 'forecast') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** Busy from 8 to 20 by the clock on the wall, `offsetHours` ahead of UTC at a time. */
function officeHours(seed: number, offsetHours: (timeMs: number) => number): (timeMs: number) => number {
  const random = seededRandom(seed);
  return (timeMs) => {
    const hour = (((timeMs / HOUR + offsetHours(timeMs)) % 24) + 24) % 24;
    const busy = Math.max(0, Math.sin((Math.PI * (hour - 8)) / 12));
    return 100 + 400 * busy + 5 * random.normal();
  };
}

describe('when the clocks change', () => {
  // Europe, 29 March 2026, 01:00 UTC: the same wall clock comes an hour earlier in UTC.
  const change = Date.UTC(2026, 2, 29, 1);
  const valueAt = officeHours(1, (timeMs) => (timeMs < change ? 1 : 2));

  const errorOn = (morning: number): { error: number; inside: boolean } => {
    const nowMs = morning + 7 * HOUR;
    const { points } = answered(ask(observe(Date.UTC(2026, 2, 15), nowMs, valueAt)));
    const last = points.at(-1)!;
    const truth = officeHours(1, () => 2)(last.timestampMs);
    return { error: Math.abs(last.value / truth - 1), inside: last.lower <= truth && truth <= last.upper };
  };

  it('the shift is caught by the recent level, and learned within days', () => {
    expect(errorOn(Date.UTC(2026, 2, 29)).error).toBeLessThan(0.5);
    expect(errorOn(Date.UTC(2026, 3, 2)).error).toBeLessThan(0.2);
  });

  it('samples that a local clock told twice or left out are in order by their time', () => {
    const autumn = Date.UTC(2026, 9, 25, 1);
    const whole = observe(
      autumn - 7 * DAY,
      autumn + 6 * HOUR,
      officeHours(2, () => 1),
    );
    // Somebody wrote local time without a zone: an hour comes twice.
    const local = whole.timestampsMs.map((time) => (time < autumn ? time + HOUR : time));
    const answer = answered(ask({ ...whole, timestampsMs: local }));
    expect(answer.notices.map(({ kind }) => kind)).toEqual(['unsorted', 'duplicates']);
    expect(answer.points.every(({ value }) => Number.isFinite(value) && value >= 0)).toBe(true);
  });
});

describe('a series that dies', () => {
  const valueAt = officeHours(3, () => 0);
  const alive = observe(0, 7 * DAY, valueAt);

  it('is not trusted once its samples stop', () => {
    const stopped = answered(ask(alive, { nowMs: 7 * DAY + 2 * HOUR }));
    expect(stopped.trusted).toBe(false);
    expect(stopped.note).toMatch(/^No sample for 2 h/);
    expect(stopped.notices).toContainEqual({ kind: 'stale', forMs: 2 * HOUR });
  });

  it('that falls to zero is forecast near zero, not at its old level', () => {
    const zeros = observe(0, 8 * DAY, (timeMs) => (timeMs <= 7 * DAY ? valueAt(timeMs) : 0));
    const answer = answered(ask(zeros));
    const usual = alive.values.reduce((a, b) => a + b, 0) / alive.values.length;
    for (const { value } of answer.points) expect(value).toBeLessThan(usual / 4);
  });
});

describe('a level that a release changed', () => {
  it('is followed within hours, with a notice', () => {
    const valueAt = officeHours(4, () => 0);
    const release = 7 * DAY + 9 * HOUR;
    const history = observe(0, release + 5 * HOUR, (time) => valueAt(time) * (time < release ? 1 : 2));
    const answer = answered(ask(history));
    expect(answer.notices.map(({ kind }) => kind)).toContain('level-shift');
    const last = answer.points.at(-1)!;
    const truth = 2 * officeHours(4, () => 0)(last.timestampMs);
    expect(Math.abs(last.value / truth - 1)).toBeLessThan(0.25);
  });
});

describe('odd histories', () => {
  it.each([0, 1, 5, 9])('of %d samples are too short: what there is and what is needed are told', (count) => {
    const outcome = ask(observe(0, (count - 1) * STEP, () => 7));
    expect(outcome).toMatchObject({ kind: 'insufficient-data', haveMs: Math.max(0, count - 1) * STEP });
    if (outcome.kind === 'insufficient-data') expect(outcome.needMs).toBeGreaterThan(outcome.haveMs);
  });

  it('that are all gaps, or hold one value only, give no number that is none', () => {
    const silent = observe(0, 300 * STEP, () => Number.NaN);
    expect(ask(silent)).toMatchObject({ kind: 'insufficient-data', haveMs: 0 });
    const once = observe(0, 300 * STEP, (time) => (time === 0 || time === 300 * STEP ? 5 : Number.NaN));
    expect(ask(once).kind).toBe('insufficient-data');
  });

  it.each([1e-9, 1, 1e12])('scaled by %s say about the same, scaled', (scale) => {
    const valueAt = officeHours(5, () => 0);
    const plain = observe(0, 5 * DAY, valueAt);
    const scaled = { ...plain, values: plain.values.map((value) => value * scale) };
    const [one, other] = [answered(ask(plain)), answered(ask(scaled))];
    const ratio = other.points.at(-1)!.value / scale / one.points.at(-1)!.value;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
  });

  it('with values below zero are forecast as they are', () => {
    const answer = answered(
      ask(observe(0, 4 * DAY, (time) => -50 - 20 * Math.sin((2 * Math.PI * time) / DAY))),
    );
    expect(answer.points.every(({ value }) => value < -20 && value > -80)).toBe(true);
  });

  it('with a gap of a day come back to what they were', () => {
    const valueAt = officeHours(6, () => 0);
    const whole = observe(0, 10 * DAY + 14 * HOUR, valueAt);
    const kept = whole.timestampsMs.map((time) => time < 6 * DAY || time > 7 * DAY);
    const holed = {
      labels: {},
      timestampsMs: whole.timestampsMs.filter((_, i) => kept[i]),
      values: whole.values.filter((_, i) => kept[i]),
    };
    const answer = answered(ask(holed));
    expect(answer.notices).toContainEqual(expect.objectContaining({ kind: 'gaps' }));
    const last = answer.points.at(-1)!;
    expect(Math.abs(last.value / officeHours(6, () => 0)(last.timestampMs) - 1)).toBeLessThan(0.15);
  });

  it('of irregular scrapes lie on a grid of their usual distance', () => {
    const random = seededRandom(8);
    const valueAt = officeHours(8, () => 0);
    const jittered = observe(0, 5 * DAY, () => 0);
    const timestampsMs = jittered.timestampsMs.map(
      (time) => time + Math.round(20_000 * (random.next() - 0.5)),
    );
    const answer = answered(ask({ labels: {}, timestampsMs, values: timestampsMs.map(valueAt) }));
    expect(answer.notices).toEqual([]);
    expect(answer.backtest.wape).toBeLessThan(0.1);
  });
});

describe('bias', () => {
  it('of skewed noise is corrected: what is said lies near the median, not the mean', () => {
    const random = seededRandom(9);
    // Median 100, mean about 165.
    const skewed = observe(0, 6 * DAY, () => 100 * Math.exp(random.normal()));
    const values = answered(ask(skewed)).points.map(({ value }) => value);
    for (const value of values) expect(Math.abs(value - 100)).toBeLessThan(35);
  });
});
