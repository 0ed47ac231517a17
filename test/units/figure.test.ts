import { expect, it } from 'vitest';

import { formatChange } from '#core/units/index.ts';

it.each([
  [0, '±0 %'],
  [-0, '±0 %'],
  [0.00049, '±0 %'],
  [-0.00017, '±0 %'],
  [0.0005, '+0.05 %'],
  [-0.0123, '−1.2 %'],
  [-0.27, '−27 %'],
  [4, '+400 %'],
])('a change of %d is %s', (share, text) => {
  expect(formatChange(share)).toBe(text);
});
