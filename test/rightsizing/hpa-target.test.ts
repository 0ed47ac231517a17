import { describe, expect, it } from 'vitest';

import { shiftUtilizationTarget } from '#core/rightsizing/index.ts';

describe('shiftUtilizationTarget', () => {
  it('keeps the usage per pod at which the HPA acts', () => {
    expect(shiftUtilizationTarget(70, 2_000, 1_000)).toEqual({
      oldTarget: 70,
      exactTarget: 140,
      newTarget: 140,
      oldUsagePerPod: 1_400,
      newUsagePerPod: 1_400,
    });
  });

  it('shows what rounding to whole per cents costs', () => {
    const shift = shiftUtilizationTarget(70, 500, 1_100);
    expect(shift.exactTarget).toBeCloseTo(31.818, 3);
    expect(shift.newTarget).toBe(32);
    expect(shift.newUsagePerPod).toBe(352);
  });

  it('never falls below one per cent', () => {
    expect(shiftUtilizationTarget(1, 10, 10_000).newTarget).toBe(1);
  });

  it('refuses a request of zero', () => {
    expect(() => shiftUtilizationTarget(70, 0, 100)).toThrow(RangeError);
  });
});
