import { describe, expect, it } from 'vitest';

import { fail, ok } from '#core/units/result.ts';
describe('Result', () => {
  it('carries either a value or an error', () => {
    expect(ok(3)).toEqual({ ok: true, value: 3 });
    expect(fail('no')).toEqual({ ok: false, error: 'no' });
  });
});
