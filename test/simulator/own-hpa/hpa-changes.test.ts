import { describe, expect, it } from 'vitest';

import type { HpaSpec } from '#core/hpa/index.ts';
import { changedHpa, parseHpaChanges, targetsText } from '#core/simulator/index.ts';

const spec: HpaSpec = {
  minReplicas: 2,
  maxReplicas: 10,
  metrics: [
    { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
    {
      type: 'External',
      metric: { name: 'queue_depth' },
      target: { type: 'AverageValue', averageValueMilli: 30_000 },
    },
  ],
  behavior: { scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Min' } },
};

function changed(text: string, of: HpaSpec = spec): HpaSpec | string {
  const changes = parseHpaChanges(text);
  if (!changes.ok) return changes.error;
  const made = changedHpa(of, changes.value);
  return made.ok ? made.value : made.error;
}

describe('changes of an HPA', () => {
  it('sets bounds, targets and windows, and leaves the rest as it is', () => {
    const made = changed(
      'min=4, max=20, target.cpu=75, target.queue_depth=1500m, down-window=2m, up-window=30',
    );
    expect(made).toEqual({
      minReplicas: 4,
      maxReplicas: 20,
      metrics: [
        { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization: 75 } },
        {
          type: 'External',
          metric: { name: 'queue_depth' },
          target: { type: 'AverageValue', averageValueMilli: 1500n },
        },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 30 },
        scaleDown: { stabilizationWindowSeconds: 120, selectPolicy: 'Min' },
      },
    });
    expect(targetsText(made as HpaSpec)).toBe('cpu 75 %, queue_depth 1.5');
  });

  it('sets the only target without its name', () => {
    const one: HpaSpec = { maxReplicas: 5 };
    expect(changed('target=50', one)).toMatchObject({
      metrics: [{ name: 'cpu', target: { averageUtilization: 50 } }],
    });
    expect(changed('min=3', one)).not.toHaveProperty('behavior');
  });

  it.each([
    ['target=50', 'the HPA has 2 metrics: set one as target.METRIC, of cpu, queue_depth'],
    ['target.memory=50', 'the HPA has no metric memory; it has cpu, queue_depth'],
    ['min=11', "min=11 is above the HPA's maximum of 10; set max too"],
    ['min=0', 'min=0: a count from 1 on is expected'],
    ['min', '"min" is no KEY=VALUE; keys are min, max, target, target.METRIC, up-window, down-window'],
    ['down-window=2h', 'down-window=2h: a time up to an hour is expected, 60s or 5m'],
    ['target.cpu=much', 'target.cpu=much: a target is a number or a quantity, 60 or 1500m'],
    [
      'tolerance=0.2',
      'tolerance cannot be set; what can is min, max, target, target.METRIC, up-window, down-window',
    ],
  ])('refuses %s', (text, error) => {
    expect(changed(text)).toBe(error);
  });
});
