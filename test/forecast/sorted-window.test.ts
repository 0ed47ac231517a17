import { describe, expect, it } from 'vitest';

import { SortedWindow } from '#core/forecast/sorted-window.ts';
import { median, medianAbsoluteDeviation, seededRandom } from '#core/stats/index.ts';

describe('a sorted window', () => {
  it.each([1, 2, 9, 10])('of %d has the median and the median distance of the values in it', (size) => {
    const random = seededRandom(size);
    // Few distinct values, so that repeats enter and leave.
    const values = Float64Array.from({ length: 200 }, () => Math.round(4 * random.normal()));
    const window = new SortedWindow(size);
    values.forEach((_, i) => {
      window.push(values, i);
      const inside = values.subarray(Math.max(0, i + 1 - size), i + 1);
      expect(window.median).toBeCloseTo(median(inside)!, 12);
      expect(window.medianDistance(window.median)).toBeCloseTo(medianAbsoluteDeviation(inside)!, 12);
    });
  });

  it('has none while it is empty', () => {
    expect(new SortedWindow(3).median).toBeNaN();
  });
});
