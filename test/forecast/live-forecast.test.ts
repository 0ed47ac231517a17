import { describe, expect, it } from 'vitest';

import { eventsOf, fitForecast, type ForecastRequest, type LiveForecast } from '#core/forecast/index.ts';
import { seededRandom } from '#core/stats/index.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5);
const DAY = 288;

const random = seededRandom(11);
const traffic = Array.from({ length: 9 * DAY }, (_, i) => {
  const level = 200 + 120 * Math.sin((2 * Math.PI * i) / DAY);
  return Math.max(0, level + Math.sqrt(level) * random.normal());
});
const times = traffic.map((_, i) => START + i * 5 * MINUTE);

function samples(from: number, to: number, values = traffic): ForecastRequest['history'] {
  return { labels: {}, timestampsMs: times.slice(from, to), values: values.slice(from, to) };
}

function fitAt(end: number, values = traffic, more: Partial<ForecastRequest> = {}): LiveForecast {
  const live = fitForecast({
    history: samples(0, end, values),
    nowMs: times[end - 1]!,
    horizonMs: 30 * MINUTE,
    stepMs: 5 * MINUTE,
    coverage: 0.9,
    profile: 'fast',
    ...more,
  });
  if (live.kind !== 'live-forecast') throw new Error('expected a forecast');
  return live;
}

describe('a forecast that follows its metric', () => {
  it('says the same whether samples came one by one, all at once, or with some told again', () => {
    const end = 7 * DAY;
    const [single, whole, overlapping] = [fitAt(end), fitAt(end), fitAt(end)];
    for (let i = end; i < end + 100; i++) single.advance(samples(i, i + 1), times[i]!);
    whole.advance(samples(end, end + 100), times[end + 99]!);
    for (let i = end; i < end + 100; i += 10) overlapping.advance(samples(i - 50, i + 10), times[i + 9]!);
    expect(whole.forecast()).toEqual(single.forecast());
    expect(overlapping.forecast()).toEqual(single.forecast());
  });

  it('stays about as good as one that is fitted anew', () => {
    const [kept, errors] = [fitAt(7 * DAY), { kept: 0, anew: 0 }];
    for (let i = 7 * DAY; i < 8.5 * DAY; i++) {
      kept.advance(samples(i, i + 1), times[i]!);
      if (i % 24 !== 0) continue;
      const actual = traffic[i + 6]!;
      errors.kept += Math.abs(kept.forecast().points[5]!.value - actual);
      errors.anew += Math.abs(
        fitAt(i + 1)
          .forecast()
          .points.at(-1)!.value - actual,
      );
    }
    expect(errors.kept).toBeLessThan(1.15 * errors.anew);
  });

  it('knows when its metric has died, and when it is back', () => {
    const live = fitAt(7 * DAY);
    live.advance({ labels: {}, timestampsMs: [], values: [] }, times[7 * DAY + 11]!);
    const silent = live.forecast();
    expect(silent.trusted).toBe(false);
    expect(silent.notices).toContainEqual({ kind: 'stale', forMs: 60 * MINUTE });
    expect(silent.points[0]!.timestampMs).toBe(times[7 * DAY + 12]!);
    live.advance(samples(7 * DAY + 12, 7 * DAY + 40), times[7 * DAY + 39]!);
    expect(live.forecast().trusted).toBe(true);
  });

  it('takes an ended spike out of what it goes by', () => {
    const spiked = traffic.map((value, i) => (i >= 7 * DAY + 20 && i < 7 * DAY + 22 ? 6 * value : value));
    const ask = (values: number[]): number => {
      const live = fitAt(7 * DAY, values);
      for (let i = 7 * DAY; i < 8 * DAY + 18; i++) live.advance(samples(i, i + 1, values), times[i]!);
      return live.forecast().points[3]!.value;
    };
    expect(Math.abs(ask(spiked) / ask(traffic) - 1)).toBeLessThan(0.05);
  });
});

describe('known events', () => {
  const end = 7 * DAY;
  const at = (step: number): number => times[end]! + step * 5 * MINUTE;

  it('raise what lies inside them and nothing else, and never lower', () => {
    const plain = fitAt(end).forecast();
    const events = [
      { name: 'sale', fromMs: at(2), toMs: at(4), factor: 3 },
      { name: 'too small', fromMs: at(0), toMs: at(6), floor: 1, factor: 0.1 },
    ];
    const raised = fitAt(end, traffic, { events }).forecast();
    expect(raised.points.map(({ value }) => value)).toEqual(
      plain.points.map(({ value }, i) => (i === 2 || i === 3 ? 3 * value : value)),
    );
    expect(raised.raisedBy.map(({ name }) => name)).toEqual(['sale']);
    expect(raised.maximum!.upper).toBeGreaterThanOrEqual(raised.points[3]!.upper);
  });

  it("are the user's word: a forecast that is not trusted counts where one raises it", () => {
    const noise = traffic.map((_, i) => 100 + ((i * 7919) % 13));
    const events = [{ fromMs: at(0), toMs: at(6), floor: 500 }];
    const plain = fitAt(end, noise, { model: 'mean-of-5' }).forecast();
    const raised = fitAt(end, noise, { model: 'mean-of-5', events }).forecast();
    expect(plain.trusted).toBe(false);
    expect(raised.trusted).toBe(true);
    expect(raised.points.every(({ value }) => value === 500)).toBe(true);
  });

  it.each([
    ['of nobody in particular', {}, ['all']],
    ['of a namespace', { namespace: 'shop' }, ['all', 'shop']],
    [
      'of a workload',
      { namespace: 'shop', object: 'Deployment/chat' },
      ['all', 'shop', 'chat', 'chat in shop'],
    ],
    ['of its namesake elsewhere', { namespace: 'lab', object: 'Deployment/chat' }, ['all', 'chat']],
  ])('are of the demand that they name: %s', (_title, scope, expected) => {
    const moment = { fromMs: at(0), toMs: at(6), factor: 2 };
    const events = [
      { ...moment, name: 'all' },
      { ...moment, name: 'shop', namespace: 'shop' },
      { ...moment, name: 'chat', object: 'deployment/chat' },
      { ...moment, name: 'chat in shop', namespace: 'shop', object: 'Deployment/chat' },
    ];
    expect(eventsOf(events, scope).map(({ name }) => name)).toEqual(expected);
  });
});

describe('what a history was like', () => {
  const notices = (history: ForecastRequest['history'], stepMs = 5 * MINUTE): readonly string[] => {
    const live = fitForecast({
      history,
      nowMs: history.timestampsMs.reduce((a, b) => Math.max(a, b), 0),
      horizonMs: 15 * MINUTE,
      stepMs,
      coverage: 0.9,
      profile: 'fast',
    });
    if (live.kind !== 'live-forecast') throw new Error('expected a forecast');
    return live.forecast().notices.map(({ kind }) => kind);
  };
  const whole = samples(0, 4 * DAY);

  it('is told for gaps, disorder, repeats and values that are none', () => {
    expect(notices(whole)).toEqual([]);
    const holes = { ...whole, values: whole.values.map((v, i) => (i % 40 === 0 ? Number.NaN : v)) };
    expect(notices(holes)).toEqual(['not-finite', 'gaps']);
    const shuffled = {
      labels: {},
      timestampsMs: [...whole.timestampsMs].reverse(),
      values: [...whole.values].reverse(),
    };
    expect(notices(shuffled)).toEqual(['unsorted']);
    const repeated = {
      labels: {},
      timestampsMs: [...whole.timestampsMs, whole.timestampsMs.at(-1)!],
      values: [...whole.values, 1],
    };
    expect(notices(repeated)).toEqual(['duplicates']);
  });

  it('is told for a changed step, and for one that is coarser than asked for', () => {
    const early = samples(0, 2 * DAY);
    const late = samples(2 * DAY, 4 * DAY);
    const thinned = {
      labels: {},
      timestampsMs: [...early.timestampsMs.filter((_, i) => i % 3 === 0), ...late.timestampsMs],
      values: [...early.values.filter((_, i) => i % 3 === 0), ...late.values],
    };
    expect(notices(thinned)).toEqual(['changed-step', 'coarse-samples']);
    expect(notices(whole, MINUTE)).toEqual(['coarse-samples']);
  });

  it('is told for a counter, which is never trusted, and not for a trend', () => {
    let total = 0;
    const counted = whole.values.map((value, i) => (total = i === 500 ? value : total + value));
    expect(notices({ ...whole, values: counted })).toEqual(['counter']);
    expect(notices({ ...whole, values: whole.values.map((_, i) => 100 + i) })).toEqual([]);
  });

  it('is told for a level that a release changed, and not for the time of day', () => {
    const released = whole.values.map((value, i) => (i >= 4 * DAY - 40 ? 2.5 * value : value));
    expect(notices({ ...whole, values: released })).toEqual(['level-shift']);
  });
});
