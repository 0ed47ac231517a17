import { describe, expect, it } from 'vitest';

import { formatBytes, formatCores, formatNumber } from '#core/units/format.ts';
import {
  addIntervals,
  hullOfIntervals,
  interval,
  intervalContains,
  multiplyIntervals,
  scaleInterval,
  subtractIntervals,
} from '#core/units/interval.ts';
import { addMoney, formatMoney, HOURS_PER_MONTH, monthlyOfHourly, scaleMoney } from '#core/units/money.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('money', () => {
  it('adds only what is of one currency', () => {
    expect(addMoney(usd(1.5), usd(2))).toEqual({ ok: true, value: usd(3.5) });
    const mixed = addMoney(usd(1), { amount: 1, currency: 'EUR' });
    expect(mixed).toMatchObject({ ok: false, error: { code: 'currency-mismatch' } });
    expect(!mixed.ok && mixed.error.message).toContain('EUR to USD');
  });

  it('counts 730 hours in a month', () => {
    expect(HOURS_PER_MONTH).toBe((365 * 24) / 12);
    expect(monthlyOfHourly(usd(0.1)).amount).toBeCloseTo(73);
    expect(scaleMoney(usd(2), 3)).toEqual(usd(6));
  });

  it.each<[number, string, number | undefined, string]>([
    [3.3, 'USD', undefined, '$3.30'],
    [1204, 'EUR', undefined, '€1,204.00'],
    [-5, 'USD', undefined, '-$5.00'],
    [0.0042, 'USD', 4, '$0.0042'],
    [1.884, 'USD', 4, '$1.884'],
    [1204, 'JPY', undefined, '¥1,204'],
    [-0.001, 'USD', undefined, '$0.00'],
    [2, 'credits', undefined, 'credits 2.00'],
  ])('%d %s is written %s', (amount, currency, digits, text) => {
    expect(formatMoney({ amount, currency }, digits)).toBe(text);
  });
});

describe('intervals', () => {
  const [a, b] = [interval(1, 3), interval(-2, 4)];

  it('hold every result of their values', () => {
    expect(addIntervals(a, b)).toEqual({ lower: -1, upper: 7 });
    expect(subtractIntervals(a, b)).toEqual({ lower: -3, upper: 5 });
    expect(multiplyIntervals(a, b)).toEqual({ lower: -6, upper: 12 });
    expect(scaleInterval(a, -2)).toEqual({ lower: -6, upper: -2 });
    expect(hullOfIntervals(a, b)).toEqual({ lower: -2, upper: 4 });
    expect(intervalContains(a, 3)).toBe(true);
    expect(intervalContains(a, 3.1)).toBe(false);
  });

  it('have their bounds in order', () => {
    expect(() => interval(2, 1)).toThrow(RangeError);
    expect(() => interval(NaN, 1)).toThrow(RangeError);
  });
});

describe('figures for people', () => {
  it('have sensible digits', () => {
    expect([1.9, 0.25, 1, 0.999, 12.34, 0].map(formatCores)).toEqual([
      '1.9 cores',
      '0.25 cores',
      '1 core',
      '1 core',
      '12 cores',
      '0 cores',
    ]);
    const gibibyte = 2 ** 30;
    expect([0, 512, 1536, 1.9 * gibibyte, gibibyte - 1, 1023.6 * 2 ** 20].map(formatBytes)).toEqual([
      '0 B',
      '512 B',
      '1.5 KiB',
      '1.9 GiB',
      '1 GiB',
      '1 GiB',
    ]);
    expect(formatNumber(-0.001234)).toBe('-0.0012');
    expect(formatNumber(NaN)).toBe('NaN');
  });
});
