import { describe, expect, it } from 'vitest';

import { hpaView } from '#core/apis/index.ts';
import { hpaChangesOf, readSettings, settingsOf } from '#core/language/index.ts';

const view = hpaView({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
      {
        type: 'Pods',
        pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '1500m' } },
      },
    ],
  },
})!;
const asItIs = { minReplicas: 2, maxReplicas: 10, targets: { cpu: 70, queue: 1.5 }, horizonMinutes: 60 };

describe('settings of an HPA', () => {
  it('are those of its manifest', () => {
    expect(settingsOf(view, 60)).toEqual(asItIs);
  });

  it('are taken as a client sends them; what it leaves out of the targets stays', () => {
    const sent = { ...asItIs, minReplicas: 4, targets: { queue: 2.25 } };
    const read = readSettings(sent, view);
    expect(read).toEqual({ ok: true, value: { ...sent, targets: { cpu: 70, queue: 2.25 } } });
    expect(read.ok && hpaChangesOf(read.value, view)).toEqual({
      minReplicas: 4,
      maxReplicas: 10,
      targets: { queue: '2250m' },
    });
  });

  it('change nothing where only the horizon is another', () => {
    expect(hpaChangesOf({ ...asItIs, horizonMinutes: 15 }, view)).toBeUndefined();
  });

  it.each([
    ['no object', null, /^The minimum is a whole number/],
    ['an empty field', { ...asItIs, minReplicas: Number.NaN }, /^The minimum is a whole number/],
    ['a minimum below 1', { ...asItIs, minReplicas: 0 }, /^The minimum is a whole number/],
    ['a fraction of a replica', { ...asItIs, maxReplicas: 4.5 }, /^The maximum is a whole number/],
    [
      'bounds the wrong way round',
      { ...asItIs, minReplicas: 11 },
      /^The minimum of 11 is above the maximum of 10\.$/,
    ],
    ['a text', { ...asItIs, targets: { cpu: '70' } }, /^The target of cpu is a whole number of per cent/],
    [
      'half a per cent',
      { ...asItIs, targets: { cpu: 70.5 } },
      /^The target of cpu is a whole number of per cent/,
    ],
    [
      'nothing for each pod',
      { ...asItIs, targets: { queue: 0 } },
      /^The target of queue is a number above 0/,
    ],
    ['a year ahead', { ...asItIs, horizonMinutes: 525_600 }, /^The horizon is a whole number of minutes/],
  ])('are refused: %s', (_, sent, error) => {
    expect(readSettings(sent, view)).toMatchObject({ ok: false, error: expect.stringMatching(error) });
  });
});
