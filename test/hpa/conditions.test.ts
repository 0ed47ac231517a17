import { describe, expect, it } from 'vitest';

import { type HpaCondition, setConditions } from '#core/hpa/conditions.ts';

const active = (status: HpaCondition['status'], reason: string): HpaCondition => ({
  type: 'ScalingActive',
  status,
  reason,
  message: reason,
});

describe('the time of a condition’s last transition', () => {
  const before = [{ ...active('True', 'ValidMetricFound'), lastTransitionTimeMs: 1000 }];

  it('stays while the status does, whatever the reason', () => {
    expect(setConditions(before, [active('True', 'Another')], 5000)).toEqual([
      { ...active('True', 'Another'), lastTransitionTimeMs: 1000 },
    ]);
  });

  it('moves when the status changes', () => {
    expect(setConditions(before, [active('False', 'FailedGetResourceMetric')], 5000)).toEqual([
      { ...active('False', 'FailedGetResourceMetric'), lastTransitionTimeMs: 5000 },
    ]);
  });

  it('begins now for a new condition, which goes to the end', () => {
    const limited: HpaCondition = { ...active('True', 'TooManyReplicas'), type: 'ScalingLimited' };
    expect(setConditions(before, [limited], 5000)).toEqual([
      before[0],
      { ...limited, lastTransitionTimeMs: 5000 },
    ]);
  });
});
