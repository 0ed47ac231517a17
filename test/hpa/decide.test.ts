import { describe, expect, it } from 'vitest';

import { decideHpa } from '#core/hpa/index.ts';

import { hpaInput } from './hpa-input.ts';

describe('decideHpa', () => {
  it('scales the example up: metric 95 against target 80 with 3 replicas in 1 to 10', () => {
    const decision = decideHpa(hpaInput({ utilization: 95, target: 80, replicas: 3, min: 1, max: 10 }));
    // 95 / 80 = 1.1875, times 3 pods, rounded up.
    expect(decision.desiredReplicas).toBe(4);
    expect(decision.rescale).toBe(true);
    expect(decision.rescaleReason).toBe('cpu resource utilization (percentage of request) above target');
    expect(decision.conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual([
      'AbleToScale=True SucceededRescale',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=False DesiredWithinRange',
    ]);
  });
});
