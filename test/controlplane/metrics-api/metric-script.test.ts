import { describe, expect, it } from 'vitest';

import { podValues, ScriptedError, type ScriptedPod } from './metric-script.ts';
import { parseRoute } from './routes.ts';
import { valueAt } from './timeline.ts';

describe('a timeline', () => {
  it('holds each step until the next, and the first before it', () => {
    const timeline = {
      steps: [
        [2, 10],
        [4, 'missing'],
      ],
    } as const;
    expect([0, 2, 3.9, 4, 99].map((at) => valueAt(timeline, at))).toEqual([10, 10, 10, 'missing', 'missing']);
  });

  it('goes straight from point to point, and stays at both ends', () => {
    const timeline = {
      linear: [
        [2, 10],
        [4, 20],
        [8, 0],
      ],
    } as const;
    expect([0, 2, 3, 4, 6, 8, 99].map((at) => valueAt(timeline, at))).toEqual([10, 10, 15, 20, 10, 0, 0]);
  });
});

describe('the metric of pods', () => {
  const pod = (name: string, createdAtMilliseconds: number, running = true, ready = true): ScriptedPod => ({
    name,
    createdAtMilliseconds,
    running,
    ready,
  });
  const pods = [pod('c', 3, true, false), pod('a', 1), pod('d', 4, false, false), pod('b', 2)];

  it('is shared by the ready pods when it is a total, and absent for those that do not run', () => {
    expect([...podValues({ total: { steps: [[0, 30]] } }, pods, 0)]).toEqual([
      ['a', 15],
      ['b', 15],
      ['c', 0],
    ]);
  });

  it('lacks a sample for the youngest', () => {
    const script = { perPod: { steps: [[0, 5]] }, withoutSample: { steps: [[0, 2]] } } as const;
    expect([...podValues(script, pods, 0)]).toEqual([['a', 5]]);
  });

  it('fails where the script says so', () => {
    expect(() => podValues({ perPod: { steps: [[0, { error: 'no' }]] } }, pods, 0)).toThrow(ScriptedError);
    expect(podValues({ perPod: { steps: [[0, 'missing']] } }, pods, 0).size).toBe(0);
  });
});

describe('a route', () => {
  const route = (path: string): unknown => parseRoute(new URL(path, 'https://localhost'));

  it('tells the metrics APIs apart', () => {
    expect(
      route('/apis/custom.metrics.k8s.io/v1beta1/namespaces/n/pods/%2A/m?labelSelector=app%3Dweb'),
    ).toEqual({
      type: 'podMetric',
      version: 'v1beta1',
      namespace: 'n',
      pod: '*',
      metric: 'm',
      labelSelector: 'app=web',
    });
    expect(route('/apis/external.metrics.k8s.io/v1beta1/namespaces/n/m')).toMatchObject({
      type: 'external',
      metric: 'm',
    });
    expect(route('/apis/metrics.k8s.io/v1beta1/namespaces/n/pods')).toMatchObject({
      type: 'podUsage',
      namespace: 'n',
    });
  });

  it('is undefined for what they do not serve', () => {
    expect(route('/apis/metrics.k8s.io/v1')).toBeUndefined();
    expect(route('/apis/custom.metrics.k8s.io/v1beta1/namespaces/n/pods')).toBeUndefined();
    expect(route('/openapi/v2')).toBeUndefined();
  });
});
