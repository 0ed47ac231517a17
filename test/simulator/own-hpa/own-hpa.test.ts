import { describe, expect, it } from 'vitest';

import type { HpaMetricSpec, HpaSpec } from '#core/hpa/index.ts';
import { loadAtTarget, readOwnHpa } from '#core/simulator/index.ts';

import { serviceCase } from '../service-case.ts';

const hpa = (...metrics: HpaMetricSpec[]): HpaSpec => ({ minReplicas: 2, maxReplicas: 10, metrics });
const pods = (name: string, averageValueMilli: number): HpaMetricSpec => ({
  type: 'Pods',
  metric: { name },
  target: { type: 'AverageValue', averageValueMilli },
});
const resource = (name: string, averageUtilization: number): HpaMetricSpec => ({
  type: 'Resource',
  name,
  target: { type: 'Utilization', averageUtilization },
});
const nothing = { perRequest: {}, signals: {} };

describe('readOwnHpa', () => {
  it.each([
    ['http_requests_per_second', 'requests-per-second'],
    ['vllm:num_requests_running', 'under-way'],
    ['inference_queue_depth', 'waiting'],
  ])('takes %s by its name for %s, and says so', (name, signal) => {
    const { hpa: own, notes } = readOwnHpa(hpa(pods(name, 1000)), nothing);
    expect(own?.signals).toEqual({ [name]: signal });
    expect(notes).toEqual([`its metric ${name} is taken by its name for ${signal}`]);
  });

  it('goes by what was measured before what a name says, but not for a queue', () => {
    const spec = hpa(pods('tokens_per_second', 1000), pods('queue_depth', 1000));
    const { hpa: own } = readOwnHpa(spec, {
      perRequest: { tokens_per_second: 120, queue_depth: 3 },
      signals: {},
    });
    expect(own?.signals).toEqual({
      tokens_per_second: { signal: 'requests-per-second', times: 120 },
      queue_depth: 'waiting',
    });
  });

  it('goes by what the user says before all else', () => {
    const spec = hpa(pods('mystery', 1000));
    expect(readOwnHpa(spec, nothing).hpa).toBeUndefined();
    const said = readOwnHpa(spec, { perRequest: { mystery: 2 }, signals: { mystery: 'waiting' } });
    expect(said.hpa?.signals).toEqual({ mystery: 'waiting' });
    expect(said.notes).toEqual([]);
  });

  it('leaves out what is not simulated, and keeps the rest', () => {
    const { hpa: own, notes } = readOwnHpa(hpa(resource('memory', 80), resource('cpu', 60)), nothing);
    expect(own?.spec.metrics).toEqual([resource('cpu', 60)]);
    expect(notes).toEqual(['its metric memory is left out: no memory is simulated']);
    expect(readOwnHpa(hpa(resource('memory', 80)), nothing).hpa).toBeUndefined();
  });

  it('takes one without metrics as the API server does: CPU at 80 %', () => {
    expect(readOwnHpa({ maxReplicas: 3 }, nothing).hpa?.spec.metrics).toEqual([resource('cpu', 80)]);
  });
});

describe('loadAtTarget', () => {
  const of = serviceCase('steady');

  it('is what a replica carries when the HPA is content, by the metric that asks for most', () => {
    const own = (...metrics: HpaMetricSpec[]) => readOwnHpa(hpa(...metrics), nothing).hpa!;
    // 60 % of 1900 thousandths, less 50 idle, at 18 ms of CPU a request.
    const byCpu = (0.6 * 1.9 - 0.05) / 0.018;
    expect(loadAtTarget(of, own(resource('cpu', 60)))).toBeCloseTo(byCpu, 9);
    expect(loadAtTarget(of, own(resource('cpu', 60), pods('rps', 30_000)))).toBeCloseTo(30, 9);
    expect(loadAtTarget(of, own(pods('queue_depth', 5000)))).toBeUndefined();
  });

  it('reckons with what the metric is for each request', () => {
    const { hpa: own } = readOwnHpa(hpa(pods('tokens_per_second', 3_000_000)), {
      perRequest: { tokens_per_second: 100 },
      signals: {},
    });
    expect(loadAtTarget(of, own!)).toBeCloseTo(30, 9);
  });
});
