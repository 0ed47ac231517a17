import { describe, expect, it } from 'vitest';

import {
  decideScaling,
  defaultReplicaPolicy,
  erlangC,
  responseTimeQuantile,
  type ScalingInput,
  serviceRateFrom,
  withScaling,
} from '#core/scaling/index.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const policy = { ...defaultReplicaPolicy, targetValue: 100, minReplicas: 1, maxReplicas: 20 };
const decide = (input: Partial<ScalingInput>) =>
  decideScaling({ policy, currentReplicas: 4, load: 250, history: [], nowMs: NOW, ...input });
const rules = (input: Partial<ScalingInput>): readonly string[] =>
  decide(input).reasons.map(({ rule }) => rule);
const forecast = { value: 400, lower: 350, upper: 450, trusted: true, wape: 0.1 };

describe('the policy without a forecast', () => {
  // 4 replicas are to carry 400.
  it.each([
    [319, 4],
    [320, 5],
    [460, 6],
    [2000, 6],
    [201, 4],
    [200, 3],
    [0, 3],
  ])('a load of %d gives %d replicas', (load, replicas) => {
    expect(decide({ load }).desiredReplicas).toBe(replicas);
  });

  it('moves a count that is out of bounds first', () => {
    expect(decide({ currentReplicas: 30, load: 9000 }).desiredReplicas).toBe(20);
    expect(decide({ currentReplicas: 0, load: 9000 }).desiredReplicas).toBe(1);
  });

  it('keeps to the bounds', () => {
    expect(decide({ currentReplicas: 19, load: 9000 })).toMatchObject({
      desiredReplicas: 20,
      action: 'scale-up',
    });
    expect(decide({ currentReplicas: 1, load: 0 })).toMatchObject({ desiredReplicas: 1, action: 'hold' });
  });

  it.each([
    { targetValue: 0 },
    { scaleDownThreshold: 0.9 },
    { maxReplicas: 0 },
    { scaleUpFactor: 1 },
    { scaleDownFactor: 1 },
  ])('refuses %o', (wrong) => {
    expect(() => decide({ policy: { ...policy, ...wrong } })).toThrow(RangeError);
  });
});

describe('cooldowns', () => {
  const up = (ago: number) => [{ atMs: NOW - ago * MINUTE, from: 3, to: 4 }];
  const down = (ago: number) => [{ atMs: NOW - ago * MINUTE, from: 5, to: 4 }];

  it('three minutes after a scale-up, ten after any change', () => {
    expect(rules({ load: 400, history: up(2.9) })).toContain('scaling/scale-up-cooldown');
    expect(decide({ load: 400, history: up(3) }).desiredReplicas).toBe(6);
    expect(rules({ load: 0, history: up(9.9) })).toContain('scaling/scale-down-cooldown');
    expect(rules({ load: 0, history: down(9.9) })).toContain('scaling/scale-down-cooldown');
    expect(decide({ load: 0, history: down(10) }).desiredReplicas).toBe(3);
  });

  it('of a scale-down does not keep from scaling up when load grows', () => {
    expect(decide({ load: 400, history: down(1) }).desiredReplicas).toBe(6);
  });

  it('does not start where nothing was scaled', () => {
    const history = withScaling([], { atMs: NOW - MINUTE, from: 4, to: 4 });
    expect(history).toEqual([]);
    expect(decide({ load: 0, history }).desiredReplicas).toBe(3);
  });
});

describe('a workload that flaps', () => {
  it('is not scaled down until it calms down, and still scaled up', () => {
    const history = [25, 22, 19, 16].map((ago, index) => ({
      atMs: NOW - ago * MINUTE,
      from: index % 2 === 0 ? 3 : 4,
      to: index % 2 === 0 ? 4 : 3,
    }));
    expect(rules({ load: 0, history })).toContain('scaling/flapping');
    expect(decide({ load: 400, history }).action).toBe('scale-up');
    expect(decide({ load: 0, history, nowMs: NOW + 20 * MINUTE }).action).toBe('scale-down');
  });
});

describe('a forecast', () => {
  it('counts from 20 % above the load on, with its measured error as confidence', () => {
    expect(decide({ forecast })).toMatchObject({ desiredReplicas: 6, on: 'forecast', confidence: 0.9 });
    expect(rules({ forecast: { ...forecast, value: 300 } })).toContain('scaling/forecast-near');
  });

  it('is left out when it is not trusted or too wide, and says so', () => {
    expect(rules({ forecast: { ...forecast, trusted: false } })).toContain('scaling/forecast-not-trusted');
    const wide = decide({ forecast: { ...forecast, lower: 50, upper: 900 } });
    expect(wide).toMatchObject({ desiredReplicas: 4, on: 'observed', confidence: 1 });
    expect(wide.reasons[0]?.text).toMatch(/between 50 and 900: too wide/);
  });

  it('never gives less than the load as it is', () => {
    const load = 330;
    expect(decide({ load, forecast: { ...forecast, value: 10, lower: 9, upper: 11 } }).desiredReplicas).toBe(
      decide({ load }).desiredReplicas,
    );
  });
});

describe('cost and latency', () => {
  it('follow the replicas', () => {
    expect(decide({ load: 400, costPerReplicaHour: 0.5 })).toMatchObject({
      costPerHour: 3,
      costChangePerHour: 1,
    });
    const { p95Seconds } = decide({ load: 400, latency: { arrivalsPerSecond: 38, p95Seconds: 0.9 } });
    expect(p95Seconds!.now).toBe(0.9);
    expect(p95Seconds!.after).toBeLessThan(0.9);
    expect(p95Seconds!.assumption).toContain('M/M/c');
  });

  it('Erlang C is that of the tables, and of one server the share it is busy', () => {
    // Two servers, load 1: C = 1/3. Ten servers, load 8: 0.4092.
    expect(erlangC({ arrivalsPerSecond: 1, servicesPerSecond: 1, replicas: 2 })).toBeCloseTo(1 / 3, 12);
    expect(erlangC({ arrivalsPerSecond: 8, servicesPerSecond: 1, replicas: 10 })).toBeCloseTo(0.4092, 4);
    expect(erlangC({ arrivalsPerSecond: 0.7, servicesPerSecond: 1, replicas: 1 })).toBeCloseTo(0.7, 12);
    expect(erlangC({ arrivalsPerSecond: 2, servicesPerSecond: 1, replicas: 2 })).toBe(1);
  });

  it('one server answers as M/M/1 does, and a fit gives back what it was fitted to', () => {
    const load = { arrivalsPerSecond: 6, servicesPerSecond: 10, replicas: 1 };
    expect(responseTimeQuantile(load, 0.95)).toBeCloseTo(Math.log(20) / 4, 9);
    expect(responseTimeQuantile({ ...load, arrivalsPerSecond: 10 }, 0.95)).toBe(Infinity);
    const rate = serviceRateFrom(6, 3, 0.4)!;
    const fitted = { arrivalsPerSecond: 6, servicesPerSecond: rate, replicas: 3 };
    expect(responseTimeQuantile(fitted, 0.95)).toBeCloseTo(0.4, 6);
  });
});
