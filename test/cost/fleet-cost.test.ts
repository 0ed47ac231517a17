import { describe, expect, it } from 'vitest';

import {
  expandPriceBook,
  fleetCost,
  type FleetLine,
  instancePrice,
  type PriceBook,
} from '#core/cost/index.ts';
import { examplePriceBook } from '#core/cost/price-books/example.ts';

const book = expandPriceBook(examplePriceBook);

/** The same instance types with quoted spot prices. */
const quoted: PriceBook = {
  ...book,
  offerings: book.offerings.map((offering) => ({ ...offering, spotIsEstimate: false })),
};

const line = (
  instanceType: string,
  count = 1,
  capacityType: FleetLine['capacityType'] = 'on-demand',
): FleetLine => ({
  instanceType,
  count,
  capacityType,
});

describe('the example prices', () => {
  it.each([
    ['t3.large', 0.0832, 0.025],
    ['t3.xlarge', 0.1664, 0.05],
    ['t3.2xlarge', 0.3328, 0.1],
    ['g4dn.xlarge', 0.526, 0.158],
    ['p3.2xlarge', 3.06, 0.918],
    ['g5.xlarge', 1.006, 0.302],
  ])('%s: %d on demand, %d spot', (instanceType, onDemand, spot) => {
    const price = (capacityType: FleetLine['capacityType']): unknown => {
      const found = instancePrice(book, instanceType, capacityType);
      return found.ok && found.value.cost.perHour;
    };
    expect(price('on-demand')).toEqual({ amount: onDemand, currency: 'USD' });
    expect(price('spot')).toEqual({ amount: spot, currency: 'USD' });
  });
});

describe('instancePrice', () => {
  it('is exact on demand and for a quoted spot price', () => {
    for (const capacityType of ['on-demand', 'spot'] as const) {
      const price = instancePrice(quoted, 'g5.xlarge', capacityType);
      if (!price.ok) throw new Error(price.error.message);
      const { perHour, rangePerHour } = price.value.cost;
      expect(rangePerHour).toEqual({ lower: perHour.amount, upper: perHour.amount });
      expect(price.value.assumption).toBeUndefined();
    }
  });

  it('gives an estimated spot price a range and says so', () => {
    const price = instancePrice(book, 'g5.xlarge', 'spot');
    if (!price.ok) throw new Error(price.error.message);
    expect(price.value.cost.rangePerHour.lower).toBeCloseTo(0.302 - 0.1509, 10);
    expect(price.value.cost.rangePerHour.upper).toBeCloseTo(0.302 + 0.1509, 10);
    expect(price.value.assumption).toContain('estimates');
  });

  it('keeps the range of an estimate between a tenth of the on-demand price and all of it', () => {
    const offering = { ...book.offerings[0]!, onDemandPerHour: 1, spotIsEstimate: true };
    const rangeOf = (spotPerHour: number): unknown => {
      const price = instancePrice(
        { ...book, offerings: [{ ...offering, spotPerHour }] },
        offering.instanceType,
        'spot',
      );
      return price.ok && price.value.cost.rangePerHour;
    };
    expect(rangeOf(0.95)).toEqual({ lower: expect.closeTo(0.8, 10), upper: 1 });
    expect(rangeOf(0.12)).toEqual({ lower: 0.1, upper: expect.closeTo(0.27, 10) });
    expect(rangeOf(0.05)).toEqual({ lower: 0.05, upper: expect.closeTo(0.2, 10) });
  });

  it('takes an unknown capacity type for on demand and spot for the least', () => {
    const price = instancePrice(quoted, 'g5.xlarge', 'unknown');
    expect(price).toMatchObject({
      ok: true,
      value: { cost: { perHour: { amount: 1.006 }, rangePerHour: { lower: 0.302, upper: 1.006 } } },
    });
    expect(price.ok && price.value.assumption).toContain('on demand');
  });

  it('names what it has no price for', () => {
    expect(instancePrice(book, 'm5.large', 'on-demand')).toMatchObject({
      ok: false,
      error: {
        instanceType: 'm5.large',
        reason: 'unknown-instance-type',
        message: expect.stringContaining('m5.large'),
      },
    });
    const { spotPerHour, ...unsold } = book.offerings.find(
      ({ instanceType }) => instanceType === 'g5.xlarge',
    )!;
    expect(spotPerHour).toBeGreaterThan(0);
    const withoutSpot = { ...book, offerings: [unsold] };
    expect(instancePrice(withoutSpot, 'g5.xlarge', 'spot')).toMatchObject({
      ok: false,
      error: { reason: 'no-spot-price' },
    });
    expect(instancePrice(withoutSpot, 'g5.xlarge', 'unknown')).toMatchObject({ ok: true });
  });
});

describe('fleetCost', () => {
  it('adds up five t3.xlarge and two g4dn.xlarge on demand', () => {
    const { total, lines, unpriced, basis } = fleetCost([line('t3.xlarge', 5), line('g4dn.xlarge', 2)], book);
    expect(total.perHour.amount).toBeCloseTo(1.884, 12);
    expect(total.perHour.currency).toBe('USD');
    expect(total.perMonth.amount).toBeCloseTo(1.884 * 730, 9);
    expect(total.rangePerHour.lower).toBe(total.rangePerHour.upper);
    expect(lines.map(({ cost }) => cost?.perHour.amount)).toEqual([expect.closeTo(0.832, 12), 1.052]);
    expect(unpriced).toEqual([]);
    expect(basis).toMatchObject({
      source: expect.stringContaining('prices of 2026-07-20'),
      asOfMs: Date.UTC(2026, 6, 20),
    });
  });

  it('names what has no price and adds up the rest', () => {
    const fleet = fleetCost([line('t3.large', 2), line('m9.huge', 3), line('m9.huge', 1, 'spot')], book);
    expect(fleet.total.perHour.amount).toBeCloseTo(0.1664, 12);
    expect(fleet.unpriced.map(({ instanceType }) => instanceType)).toEqual(['m9.huge']);
    expect(fleet.lines[1]).not.toHaveProperty('cost');
  });

  it.each([-1, NaN, Infinity])('refuses %d instances', (count) => {
    const fleet = fleetCost([line('t3.large', count), line('t3.large', 1)], book);
    expect(fleet.unpriced).toMatchObject([
      { reason: 'invalid-count', message: expect.stringContaining(String(count)) },
    ]);
    expect(fleet.total.perHour.amount).toBe(0.0832);
  });

  it('says each assumption once', () => {
    const fleet = fleetCost([line('t3.large', 1, 'spot'), line('g5.xlarge', 1, 'spot')], book);
    expect(fleet.assumptions).toHaveLength(1);
    expect(fleet.total.rangePerHour.lower).toBeLessThan(fleet.total.perHour.amount);
    expect(fleet.total.rangePerHour.upper).toBeGreaterThan(fleet.total.perHour.amount);
  });

  it('costs nothing without instances', () => {
    expect(fleetCost([], book).total).toMatchObject({ perHour: { amount: 0, currency: 'USD' } });
  });
});
