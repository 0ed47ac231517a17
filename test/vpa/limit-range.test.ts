import { describe, expect, it } from 'vitest';

import { effectiveLimitRange, type LimitRangeItem } from '#core/vpa/index.ts';

const items: readonly LimitRangeItem[] = [
  { type: 'Container', max: { cpu: 1000 }, min: { cpu: 10, memory: 100 } },
  { type: 'Pod', max: { cpu: 5 } },
  { type: 'Container', max: { cpu: 2000, memory: 500 }, min: { cpu: 20 }, default: { cpu: 700 } },
  { type: 'Container', max: { cpu: 800 }, default: { memory: 300 } },
];

describe('effectiveLimitRange', () => {
  it('takes the lowest maximum, the highest minimum and the last default', () => {
    expect(effectiveLimitRange(items, 'Container')).toEqual({
      type: 'Container',
      max: { cpu: 800, memory: 500 },
      min: { cpu: 20, memory: 100 },
      default: { memory: 300 },
    });
  });

  it('knows nothing of other types', () => {
    expect(effectiveLimitRange(items, 'Pod')).toEqual({ type: 'Pod', max: { cpu: 5 } });
    expect(effectiveLimitRange([{ type: 'Pod' }], 'Pod')).toBeUndefined();
    expect(effectiveLimitRange([], 'Container')).toBeUndefined();
  });
});
