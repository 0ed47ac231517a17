import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  integerValue,
  milliValue,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from '#core/units/quantity.ts';

const formats = ['DecimalSI', 'BinarySI', 'DecimalExponent'] as const;

const quantities = fc.record<Quantity>({
  nanos: fc.oneof(
    fc.bigInt(-(10n ** 12n), 10n ** 12n),
    fc.bigInt(-(10n ** 27n), 10n ** 27n),
    fc.bigInt(-(2n ** 62n), 2n ** 62n).map((value) => value * 10n ** 9n),
  ),
  format: fc.constantFrom(...formats),
});

const texts = fc
  .tuple(
    fc.constantFrom('', '+', '-'),
    fc.stringMatching(/^\d{1,20}(\.\d{0,12})?$/),
    fc.constantFrom(
      '',
      'n',
      'u',
      'm',
      'k',
      'M',
      'G',
      'T',
      'P',
      'E',
      'Ki',
      'Mi',
      'Gi',
      'Ti',
      'e3',
      'E-4',
      'e+9',
    ),
  )
  .map((parts) => parts.join(''));

function read(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value;
}

describe('quantities', () => {
  it('keep their value when they are written and read', () => {
    fc.assert(
      fc.property(quantities, (quantity) => {
        expect(read(formatQuantity(quantity)).nanos).toBe(quantity.nanos);
      }),
    );
  });

  it('are canonical after one writing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const canonical = formatQuantity(read(text));
        expect(formatQuantity(read(canonical))).toBe(canonical);
        expect(canonical).toMatch(/^-?\d+(n|u|m|k|M|G|T|P|E|[KMGTPE]i|e-?\d+)?$/);
      }),
    );
  });

  it('are written without a factor that a larger suffix could take', () => {
    fc.assert(
      fc.property(quantities, (quantity) => {
        const mantissa = BigInt(/^-?\d+/.exec(formatQuantity(quantity))?.[0] ?? '0');
        const isTop = Math.abs(Number(quantity.nanos)) >= 1e27;
        if (mantissa !== 0n && !isTop) {
          const factor = formatQuantity(quantity).endsWith('i') ? 1024n : 1000n;
          expect(mantissa % factor).not.toBe(0n);
        }
      }),
    );
  });

  it('round up, never by a whole unit', () => {
    fc.assert(
      fc.property(quantities, ({ nanos, format }) => {
        const size = nanos < 0n ? -nanos : nanos;
        const milli = milliValue({ nanos: size, format });
        expect(milli * 1_000_000n >= size && milli * 1_000_000n - size < 1_000_000n).toBe(true);
        expect(integerValue({ nanos: -size, format })).toBe(-integerValue({ nanos: size, format }));
      }),
    );
  });

  it('add and subtract back, and sort by value', () => {
    fc.assert(
      fc.property(quantities, quantities, (a, b) => {
        expect(compareQuantities(subtractQuantities(addQuantities(a, b), b), a)).toBe(0);
        expect(compareQuantities(a, b)).toBe(-compareQuantities(b, a) + 0);
      }),
    );
  });

  it('are refused with a message, and with a suggestion that is accepted', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{1,3}[., _]?\d{0,3} ?[KMGTkmg]?[iI]?[bB]?$/)),
        (text) => {
          const parsed = parseQuantity(text);
          if (parsed.ok) return;
          expect(parsed.error.message).not.toBe('');
          const suggestion = parsed.error.suggestion;
          if (suggestion) expect(parseQuantity(suggestion.text).ok).toBe(true);
        },
      ),
    );
  });
});
