import { describe, expect, it } from 'vitest';

import {
  addCosts,
  changeShare,
  costPerHour,
  mergePriceBooks,
  noCost,
  type PriceBook,
  scaleCost,
  sumCosts,
} from '#core/cost/index.ts';

const usd = (amount: number, lower = amount, upper = amount) =>
  costPerHour({ amount, currency: 'USD' }, { lower, upper });
const eur = costPerHour({ amount: 1, currency: 'EUR' });

describe('Cost', () => {
  it('counts 730 hours a month', () => {
    expect(usd(2).perMonth).toEqual({ amount: 1460, currency: 'USD' });
  });

  it('adds figures and bounds', () => {
    expect(addCosts(usd(1, 0.5, 2), usd(3, 3, 4))).toEqual({ ok: true, value: usd(4, 3.5, 6) });
    expect(sumCosts([usd(1), usd(2)], 'USD')).toEqual({ ok: true, value: usd(3) });
    expect(sumCosts([], 'EUR')).toEqual({ ok: true, value: noCost('EUR') });
  });

  it('refuses to add different currencies', () => {
    expect(addCosts(usd(1), eur)).toMatchObject({ ok: false, error: { code: 'currency-mismatch' } });
    expect(sumCosts([eur, eur, usd(1)], 'EUR')).toMatchObject({ ok: false });
  });

  it('scales, but not below nothing', () => {
    expect(scaleCost(usd(2, 1, 3), 0.5)).toEqual(usd(1, 0.5, 1.5));
    expect(() => scaleCost(usd(2), -1)).toThrow(RangeError);
    expect(() => scaleCost(usd(2), NaN)).toThrow(RangeError);
  });

  it('widens a range that does not hold the figure', () => {
    expect(usd(5, 1, 3).rangePerHour).toEqual({ lower: 1, upper: 5 });
  });

  it('says by how much it changes', () => {
    expect(changeShare(usd(4), usd(3))).toBe(-0.25);
    expect(changeShare(usd(0), usd(3))).toBeUndefined();
  });
});

describe('mergePriceBooks', () => {
  const offering = (instanceType: string, onDemandPerHour: number) =>
    ({ instanceType, onDemandPerHour, cpuCores: 1, memoryBytes: 1, architecture: 'amd64' }) as const;
  const base: PriceBook = {
    provider: 'aws',
    region: 'us-east-1',
    currency: 'USD',
    asOf: '2026-07-20',
    source: 'list',
    offerings: [offering('a', 1), offering('b', 2)],
  };

  it('lays prices over others', () => {
    const merged = mergePriceBooks(base, {
      ...base,
      source: 'contract',
      offerings: [offering('b', 1.5), offering('c', 3)],
    });
    expect(merged).toMatchObject({ source: 'contract; for all else, list', asOf: '2026-07-20' });
    expect(merged.offerings.map(({ source }) => source)).toEqual([undefined, 'contract', 'contract']);
    expect(
      merged.offerings.map(({ instanceType, onDemandPerHour }) => [instanceType, onDemandPerHour]),
    ).toEqual([
      ['a', 1],
      ['b', 1.5],
      ['c', 3],
    ]);
  });

  it('refuses different currencies', () => {
    expect(() => mergePriceBooks(base, { ...base, currency: 'EUR' })).toThrow(RangeError);
  });
});
