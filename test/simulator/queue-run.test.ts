import { describe, expect, it } from 'vitest';

import { responseTimeQuantile } from '#core/scaling/index.ts';
import { QueueRun } from '#core/simulator/serving/queue-run.ts';
import { ResponseModel } from '#core/simulator/serving/response-times.ts';

import { service } from './service-case.ts';

const SLOT = 15_000;
const queue = (rates: readonly number[]): QueueRun =>
  new QueueRun(service, {
    model: new ResponseModel(service),
    rates: Float64Array.from(rates),
    startMs: 0,
    goalP95Seconds: 0.1,
  });

describe('QueueRun', () => {
  it('answers as M/M/c does while the replicas keep up', () => {
    const run = queue([400, 400, 400, 400]);
    run.advance(4 * SLOT, 10, 100);
    const load = { arrivalsPerSecond: 400, servicesPerSecond: 50, replicas: 10 };
    for (const share of [0.5, 0.95]) {
      const expected = responseTimeQuantile(load, share);
      // The histogram's bins are 4.4 % wide, and it holds ten readings of the distribution.
      expect(run.latency.quantile(share)! / expected).toBeGreaterThan(0.85);
      expect(run.latency.quantile(share)! / expected).toBeLessThan(1.15);
    }
    expect(run.level.lostMs).toBe(0);
    expect(run.counters.cpuSeconds).toBeCloseTo(60 * (400 * 0.018 + 10 * 0.05), 6);
  });

  it('fills while too few serve, and drains after', () => {
    const run = queue([600, 600, 100, 100]);
    run.advance(SLOT, 10, 100);
    expect(run.backlog).toBeCloseTo(100 * 15, 6);
    expect(run.p95).toBeGreaterThan(0.1);
    run.advance(3 * SLOT, 10, 100);
    expect(run.backlog).toBe(0);
    expect(run.counters.failed).toBe(0);
    expect(run.level.lostMs).toBeGreaterThanOrEqual(2 * SLOT);
  });

  it('fails what waits longer than the timeout, and loses no request from its books', () => {
    const run = queue([600, 600, 600, 600, 10, 10]);
    run.advance(4 * SLOT, 5, 100);
    const { requests, served, failed } = run.counters;
    expect(failed).toBeGreaterThan(0);
    expect(served + failed + run.backlog).toBeCloseTo(requests, 6);
  });

  it('serves nothing without replicas, and counts each as missing', () => {
    const run = queue([100, 100]);
    run.advance(2 * SLOT, 0, 100);
    expect(run.counters.served).toBe(0);
    expect(run.level.underMs).toBe(3 * 2 * SLOT);
  });

  it('comes to the same in one step as in many', () => {
    const rates = [500, 700, 300, 20];
    const once = queue(rates);
    const often = queue(rates);
    once.advance(4 * SLOT, 11, 100);
    for (let atMs = SLOT; atMs <= 4 * SLOT; atMs += SLOT) often.advance(atMs, 11, 100);
    expect(often.counters).toEqual(once.counters);
    expect(often.level).toEqual(once.level);
  });
});

describe('ResponseModel', () => {
  it('tells the fewest replicas that keep the goal: one fewer does not', () => {
    const model = new ResponseModel(service);
    for (const arrivalsPerSecond of [1, 40, 333, 800]) {
      const replicas = model.replicasFor(arrivalsPerSecond, 0.1, 100);
      const p95 = (count: number): number =>
        responseTimeQuantile({ arrivalsPerSecond, servicesPerSecond: 50, replicas: count }, 0.95);
      expect(p95(replicas)).toBeLessThanOrEqual(0.1 + 1e-6);
      if (replicas > 1) expect(p95(replicas - 1)).toBeGreaterThan(0.1);
    }
    expect(model.replicasFor(0, 0.1, 100)).toBe(0);
  });
});
