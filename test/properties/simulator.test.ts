import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ClusterRun } from '#core/simulator/cluster/cluster-run.ts';
import type { PodOwner, SimPod } from '#core/simulator/cluster/pod-and-machine.ts';
import { podMaker } from '#core/simulator/cluster/pod-shape.ts';
import { EventQueue } from '#core/simulator/event-queue.ts';
import {
  type DecisionRecord,
  simulate,
  strategyIds,
  strategyScenario,
  syntheticShapes,
} from '#core/simulator/index.ts';
import { metricHpa } from '#core/simulator/strategies/strategy.ts';

import { DAY, MONDAY, pool, serviceCase } from '../simulator/service-case.ts';

/** Of the strategies that do not scale. */
const FIXED = 7;

describe('the simulator', () => {
  const scenarios = fc.record({
    shape: fc.constantFrom(...syntheticShapes),
    strategy: fc.constantFrom(...strategyIds),
    seed: fc.integer({ min: 0, max: 1e6 }),
    startHour: fc.integer({ min: 0, max: 22 }),
    minReplicas: fc.integer({ min: 1, max: 5 }),
    spread: fc.integer({ min: 0, max: 40 }),
    targetShare: fc.double({ min: 0.2, max: 0.9, noNaN: true }),
    interruptionsPerHour: fc.constantFrom(0, 0.2, 5),
  });

  it('keeps bounds at every instant, costs no less than nothing, loses no request, and does the same again', () => {
    fc.assert(
      fc.property(scenarios, ({ shape, strategy, startHour, spread, interruptionsPerHour, ...fields }) => {
        const startMs = MONDAY + 3 * DAY + startHour * 3_600_000;
        const made = serviceCase(shape, {
          ...fields,
          startMs,
          endMs: startMs + 3_600_000,
          maxReplicas: fields.minReplicas + spread,
          spotPool: {
            ...pool,
            name: 'spot',
            minSize: 0,
            pricePerHour: 0.05,
            spot: { interruptionsPerHour, noticeMs: 120_000 },
          },
        });
        const of = { ...made, ownHpa: metricHpa(made), whatIfHpa: metricHpa(made) };
        const decisions: DecisionRecord[] = [];
        const outcome = simulate(strategyScenario(strategy, of, FIXED), (record) => decisions.push(record));
        for (const { controller, to, subject } of decisions) {
          if (controller === 'hpa' || controller === 'policy') {
            expect(to).toBeGreaterThanOrEqual(of.minReplicas);
            expect(to).toBeLessThanOrEqual(of.maxReplicas);
          } else if (controller === 'cluster-autoscaler' && (subject === 'spot' || subject === pool.name)) {
            expect(to).toBeLessThanOrEqual(pool.maxSize);
          }
        }
        const { scorecard, timeline } = outcome.workloads[0]!;
        const isStatic = strategy === 'static-peak' || strategy === 'static-least';
        for (const wanted of timeline.wanted) {
          expect(wanted).toBeGreaterThanOrEqual(isStatic ? FIXED : of.minReplicas);
          expect(wanted).toBeLessThanOrEqual(isStatic ? FIXED : of.maxReplicas);
        }
        // Of two pools at most.
        expect(outcome.cluster?.mostNodes ?? 0).toBeLessThanOrEqual(2 * pool.maxSize);
        // What arrived was served, failed, or waits still.
        const { requests, served, failed, waiting } = scorecard;
        expect(served + failed + waiting).toBeCloseTo(requests, 3);
        expect(served).toBeGreaterThanOrEqual(-1e-6);
        expect(outcome.cost).toBeGreaterThanOrEqual(0);
        expect(scorecard.failed).toBeGreaterThanOrEqual(0);
        expect(scorecard.failed).toBeLessThanOrEqual(scorecard.requests + 1e-6);
        for (const [i, ready] of timeline.ready.entries()) {
          expect(ready).toBeGreaterThanOrEqual(0);
          expect(ready).toBeLessThanOrEqual(timeline.wanted[i]!);
        }
        expect(simulate(strategyScenario(strategy, of, FIXED))).toEqual(outcome);
      }),
      { numRuns: 30 },
    );
  });

  const shapes = fc.record({
    cpu: fc.integer({ min: 1, max: 5000 }),
    memory: fc.integer({ min: 1, max: 20 * 2 ** 30 }),
    priority: fc.constantFrom(-10, 0, 5),
  });
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('ask' as const), shape: shapes }),
      fc.record({ kind: fc.constant('release' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('order' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }),
    ),
    { maxLength: 60 },
  );

  it('puts no pod on a node that it does not fit, and no pod on two', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const events = new EventQueue();
        const cluster = new ClusterRun({ pools: [pool] }, { startMs: 0, seed: 1, events });
        const live: SimPod[] = [];
        let nowMs = 0;
        for (const [index, step] of plan.entries()) {
          nowMs += 60_000;
          if (step.kind === 'ask') {
            const { cpu, memory, priority } = step.shape;
            const name = `pod-${index}`;
            const owner = ownerOf(name, priority, live);
            const drain = podMaker(name, { requests: { cpu, memory }, priority })(name);
            const pod: SimPod = { name, owner, drain, createdMs: nowMs, state: 'waiting' };
            live.push(pod);
            cluster.request(pod, nowMs);
          } else if (step.kind === 'release' && live.length > 0) {
            const [pod] = live.splice(step.which % live.length, 1);
            cluster.release(pod!, nowMs);
          } else if (step.kind === 'order') {
            cluster.order(cluster.pools[0]!, step.count, nowMs);
          } else if (step.kind === 'remove') {
            const machines = [...cluster.pools[0]!.machines].filter(({ state }) => state === 'ready');
            const machine = machines[step.which % Math.max(1, machines.length)];
            if (machine) cluster.remove(machine, nowMs);
          }
          events.runUntil(nowMs);
          expectOrder(cluster, live);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function ownerOf(name: string, priority: number, live: SimPod[]): PodOwner {
  return {
    name,
    priority,
    placed: (pod) => {
      pod.state = 'ready';
    },
    evicted: (pod) => {
      pod.state = 'ending';
      live.splice(live.indexOf(pod), 1);
    },
  };
}

function expectOrder(cluster: ClusterRun, live: readonly SimPod[]): void {
  const seen = new Set<SimPod>();
  for (const { machines } of cluster.pools) {
    for (const { pods, info } of machines) {
      const sum = { cpu: 0, memory: 0 };
      for (const pod of pods) {
        expect(seen.has(pod)).toBe(false);
        seen.add(pod);
        for (const [resource, amount] of pod.drain.pod.requests) sum[resource as 'cpu' | 'memory'] += amount;
      }
      expect(sum.cpu).toBeLessThanOrEqual(pool.allocatable.cpu!);
      expect(sum.memory).toBeLessThanOrEqual(pool.allocatable.memory!);
      if (info) expect(info.requested('cpu')).toBe(sum.cpu);
    }
  }
  // Every pod is on a node or waits for one.
  expect(seen.size + cluster.waiting.size).toBe(live.length);
}
