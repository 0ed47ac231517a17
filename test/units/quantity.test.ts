import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  integerValue,
  milliValue,
  multiplyQuantity,
  parseQuantity,
  type Quantity,
  quantityOf,
  subtractQuantities,
  toNumber,
} from '#core/units/quantity.ts';

interface Row {
  readonly text: string;
  readonly nanos: string;
  readonly format: string;
  readonly canonical: string;
  readonly milliValue?: string;
  readonly value?: string;
}

const table = JSON.parse(readFileSync(new URL('../fixtures/quantities.json', import.meta.url), 'utf8')) as {
  readonly valid: readonly Row[];
  readonly zeroByAccident: readonly string[];
  readonly invalid: readonly string[];
};

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value;
}

describe('what apimachinery answers', () => {
  it('has enough cases', () => {
    expect(table.valid.length + table.invalid.length).toBeGreaterThan(150);
  });

  it.each(table.valid)('$text is $canonical', (row) => {
    const read = quantity(row.text);
    expect(read).toEqual({ nanos: BigInt(row.nanos), format: row.format });
    expect(formatQuantity(read)).toBe(row.canonical);
    if (row.milliValue !== undefined) expect(String(milliValue(read))).toBe(row.milliValue);
    if (row.value !== undefined) expect(String(integerValue(read))).toBe(row.value);
  });

  it.each(table.invalid)('refuses %j', (text) => {
    expect(parseQuantity(text).ok).toBe(false);
  });

  it.each(table.zeroByAccident)('is not followed for %j, which has no digit', (text) => {
    expect(parseQuantity(text)).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });

  it('is not followed where it loses a suffix: 1000E stays 1000E', () => {
    expect(formatQuantity(quantity('1000E'))).toBe('1000E');
    expect(formatQuantity(quantity('1e21'))).toBe('1e21');
  });
});

describe('what is wrong with a quantity', () => {
  it.each<[string, string, string | undefined, boolean | undefined]>([
    ['1 Gi', 'no space', '1Gi', true],
    ['500MB', 'unknown suffix "MB"', '500M', true],
    ['2GiB', 'unknown suffix "GiB"', '2Gi', true],
    ['1gi', 'unknown suffix "gi"', '1Gi', true],
    ['-3 mib', 'no space', '-3Mi', true],
    ['1_000', 'grouped', '1000', true],
    ['2 cores', 'no space', '2', true],
    ['1,5', 'decimal sign is a point', '1.5', false],
    ['1,5GB', 'decimal sign is a point', '1.5G', false],
    ['1,000', 'decimal sign is a point', '1.000', false],
    ['500mb', 'unknown suffix "mb"', '500M', false],
    ['1K', 'unknown suffix "K"', '1k', false],
    ['1t', 'unknown suffix "t"', '1T', false],
    ['50%', 'percentage', undefined, undefined],
    ['5Ghz', 'unknown suffix "Ghz"', undefined, undefined],
    ['1.2.3', 'not a decimal number', undefined, undefined],
    ['1,234,567', 'decimal sign is a point', undefined, undefined],
    ['high', 'starts with a number', undefined, undefined],
    ['Gi', 'starts with a number', undefined, undefined],
    ['', 'must not be empty', undefined, undefined],
    ['1e400', 'larger', undefined, undefined],
    [`1${'0'.repeat(5000)}`, 'larger', undefined, undefined],
  ])('%j: %s', (text, message, suggestion, certain) => {
    const parsed = parseQuantity(text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.error.message).toContain(message);
    expect(parsed.error.suggestion?.text).toBe(suggestion);
    expect(parsed.error.suggestion?.certain).toBe(certain);
    if (suggestion !== undefined) expect(parseQuantity(suggestion).ok).toBe(true);
  });

  it('does not spend time on absurd exponents', () => {
    expect(parseQuantity('1e999999999').ok).toBe(false);
    expect(quantity('1e-999999999').nanos).toBe(1n);
    expect(quantity('0e999999999').nanos).toBe(0n);
  });
});

describe('arithmetic', () => {
  it('keeps the first format that says something, as Kubernetes does', () => {
    expect(formatQuantity(addQuantities(quantity('1Gi'), quantity('512M')))).toBe('1548576Ki');
    expect(formatQuantity(addQuantities(quantity('512Mi'), quantity('512Mi')))).toBe('1Gi');
    expect(formatQuantity(addQuantities(quantity('0'), quantity('2048Ki')))).toBe('2Mi');
    expect(formatQuantity(subtractQuantities(quantity('1'), quantity('1500m')))).toBe('-500m');
    expect(formatQuantity(subtractQuantities(quantity('0'), quantity('1Ki')))).toBe('-1Ki');
    expect(formatQuantity(multiplyQuantity(quantity('250m'), 4))).toBe('1');
  });

  it('compares by value', () => {
    expect(compareQuantities(quantity('1Gi'), quantity('1073741824'))).toBe(0);
    expect(compareQuantities(quantity('1G'), quantity('1Gi'))).toBe(-1);
    expect(compareQuantities(quantity('1'), quantity('999m'))).toBe(1);
  });

  it('turns numbers into quantities without binary dust', () => {
    expect(formatQuantity(quantityOf(0.1))).toBe('100m');
    expect(formatQuantity(quantityOf(1.1))).toBe('1100m');
    expect(formatQuantity(quantityOf(1500, 'milli'))).toBe('1500m');
    expect(formatQuantity(quantityOf(0.25, 'milli'))).toBe('250u');
    expect(formatQuantity(quantityOf(0.5, 'nano'))).toBe('1n');
    expect(formatQuantity(quantityOf(2n ** 30n, 'unit', 'BinarySI'))).toBe('1Gi');
    expect(quantityOf(1e-10).nanos).toBe(1n);
    expect(() => quantityOf(NaN)).toThrow(RangeError);
    expect(() => quantityOf(Infinity)).toThrow(RangeError);
  });

  it('turns quantities into numbers', () => {
    expect(toNumber(quantity('100m'))).toBe(0.1);
    expect(toNumber(quantity('1.5Gi'))).toBe(1610612736);
    expect(toNumber(quantity('-250m'))).toBe(-0.25);
  });
});
