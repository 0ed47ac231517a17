import { describe, expect, it } from 'vitest';

import { costPerHour, hourlyLevels, monthlyByProfile, parseHourlyProfile } from '#core/cost/index.ts';

describe('an hourly profile', () => {
  const twelve = Array.from({ length: 12 }, () => '1');
  it.each([
    ['shares', [...twelve, ...Array.from({ length: 12 }, () => '0.5')].join(',')],
    ['per cent', [...twelve.map(() => '100'), ...Array.from({ length: 12 }, () => '50%')].join(', ')],
  ])('is read from %s', (_what, text) => {
    const profile = parseHourlyProfile(text);
    expect(profile).toMatchObject({ ok: true });
    const { amount } = monthlyByProfile(
      costPerHour({ amount: 2, currency: 'USD' }),
      profile.ok ? profile.value : [],
    );
    expect(amount).toBeCloseTo(2 * 0.75 * 730, 9);
  });

  it.each([
    ['1,1', '24 values'],
    [Array.from({ length: 24 }, () => 'x').join(','), 'value 1'],
    [[...Array.from({ length: 23 }, () => '100'), '120'].join(','), 'value 24 of the profile is above 100 %'],
    [[...Array.from({ length: 23 }, () => '1'), '-1'].join(','), 'value 24'],
    [[...Array.from({ length: 23 }, () => '1'), ''].join(','), 'value 24'],
  ])('says what is wrong with %s', (text, message) => {
    const profile = parseHourlyProfile(text);
    expect(profile.ok ? '' : profile.error).toContain(message);
  });

  it('takes each hour of the day from all days', () => {
    const hourMs = 3_600_000;
    const timestamps = Array.from({ length: 48 }, (_, hour) => hour * hourMs);
    const largest = (samples: readonly number[]): number | undefined =>
      samples.length === 0 ? undefined : Math.max(...samples);
    const levels = hourlyLevels(
      timestamps,
      timestamps.map((_, hour) => (hour === 25 ? 9 : 1)),
      largest,
    );
    expect(levels).toEqual([1, 9, ...Array.from({ length: 22 }, () => 1)]);
    expect(hourlyLevels(timestamps.slice(0, 20), timestamps.slice(0, 20), largest)).toBeUndefined();
  });
});
