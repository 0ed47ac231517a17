import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityOf,
  subtractQuantities,
  toNumber,
} from '#core/units/quantity.ts';

import { type FuzzTarget, hold } from '../target.ts';

/** `500m`, `2Gi`, `1e3`: a text becomes an exact amount that is written and read again, or a message. */
export const quantities: FuzzTarget = {
  name: 'quantities',
  longest: 1200,
  seeds: () => [
    '500m',
    '2Gi',
    '1.5Gi',
    '1e3',
    '-0.5',
    '+1E-9',
    '.5',
    '12E',
    '9223372036854775807',
    '100 MB',
    '1,5',
    '1e400',
  ],
  check: (text) => {
    const parsed = parseQuantity(text);
    if (!parsed.ok) {
      hold(parsed.error.message !== '', 'a refusal without a message');
      const suggestion = parsed.error.suggestion;
      if (suggestion) hold(parseQuantity(suggestion.text).ok, 'a suggestion that is refused');
      return;
    }
    const written = formatQuantity(parsed.value);
    const again = parseQuantity(written);
    hold(again.ok && compareQuantities(again.value, parsed.value) === 0, `${written} is another amount`);
    hold(again.ok && formatQuantity(again.value) === written, `${written} is not canonical`);
    const number = toNumber(parsed.value);
    hold(!Number.isNaN(number), 'the number is none');
    if (Number.isFinite(number)) quantityOf(number);
    hold(
      subtractQuantities(addQuantities(parsed.value, parsed.value), parsed.value).nanos ===
        parsed.value.nanos,
      'sums do not hold',
    );
  },
};
