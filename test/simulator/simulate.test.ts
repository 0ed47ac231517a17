import { describe, expect, it } from 'vitest';

import {
  type DecisionRecord,
  type Outcome,
  type Scenario,
  simulate,
  strategyScenario,
  syntheticTrace,
} from '#core/simulator/index.ts';

import { DAY, MONDAY, pool, serviceCase } from './service-case.ts';

const startMs = MONDAY + 3 * DAY;
const threeHours = { startMs, endMs: startMs + DAY / 8 };
const card = (outcome: Outcome) => outcome.workloads[0]!.scorecard;

describe('simulate', () => {
  it('gives the same bytes for the same scenario, decisions included, and others for another seed', () => {
    const run = (seed: number): string => {
      const decisions: DecisionRecord[] = [];
      const of = serviceCase('daily', { ...threeHours, seed, spotPool: spot(0.5) });
      const outcome = simulate(strategyScenario('spot', of), (record) => decisions.push(record));
      expect(decisions.length).toBeGreaterThan(700);
      return JSON.stringify({ outcome, decisions });
    };
    const first = run(1);
    expect(run(1)).toBe(first);
    expect(run(2)).not.toBe(first);
  });

  it('follows a rising load by the HPA, before anything is late', () => {
    const outcome = simulate(strategyScenario('hpa-metric', serviceCase('daily')));
    const { ready, demand, needed } = outcome.workloads[0]!.timeline;
    const peak = demand.indexOf(Math.max(...demand));
    const trough = demand.indexOf(Math.min(...demand));
    expect(ready[peak]!).toBeGreaterThan(3 * ready[trough]!);
    expect(ready.every((count, i) => count >= needed[i]!)).toBe(true);
    expect(card(outcome).lostMinutes).toBe(0);
  });

  it('sees nothing later than now: what comes at noon changes nothing before it', () => {
    const calm = syntheticTrace('daily', { startMs: MONDAY, days: 4, peakPerSecond: 800 });
    const noon = Math.round((3.5 * DAY) / 60_000);
    const wild = { ...calm, perSecond: calm.perSecond.map((value, i) => (i > noon ? value * 3 : value)) };
    const until = (demand: typeof calm): unknown => {
      const { timeline } = simulate(strategyScenario('hpa-forecast', serviceCase('daily', { demand })))
        .workloads[0]!;
      const minutes = 12 * 60 - 1;
      return Object.values(timeline).map((values: readonly number[]) => values.slice(0, minutes));
    };
    expect(until(wild)).toEqual(until(calm));
  });

  it('raises replicas ahead of a rise that comes every day, and never has fewer for the forecast', () => {
    const at = (id: 'hpa-metric' | 'hpa-forecast') =>
      simulate(strategyScenario(id, serviceCase('daily'))).workloads[0]!;
    const reactive = at('hpa-metric');
    const ahead = at('hpa-forecast');
    const rising = reactive.timeline.demand.map((_, i) => i).filter((i) => i > 5 * 60 && i < 11 * 60);
    const sum = (values: readonly number[]): number => rising.reduce((total, i) => total + values[i]!, 0);
    expect(sum(ahead.timeline.ready)).toBeGreaterThan(sum(reactive.timeline.ready));
    expect(rising.every((i) => ahead.timeline.ready[i]! >= reactive.timeline.ready[i]!)).toBe(true);
    expect(ahead.scorecard.forecast!.accuracy).toBeGreaterThan(0.9);
  });

  it('serves the present where no pattern can be trusted', () => {
    const demand = syntheticTrace('steady', { startMs, days: 1, peakPerSecond: 800 });
    const of = serviceCase('steady', { demand, ...threeHours });
    const { timeline, scorecard } = simulate(strategyScenario('hpa-forecast', of)).workloads[0]!;
    expect(Number.isNaN(timeline.ahead[0])).toBe(true);
    expect(scorecard.lostMinutes).toBe(0);
  });

  it('adds nodes for pods that wait, pays them from the order on, and takes them away when they are idle', () => {
    const decisions: DecisionRecord[] = [];
    const outcome = simulate(strategyScenario('cluster-autoscaler', serviceCase('daily')), (record) => {
      if (record.controller === 'cluster-autoscaler') decisions.push(record);
    });
    const { count } = outcome.nodes!;
    expect(Math.max(...count)).toBeGreaterThan(2 * Math.min(...count));
    expect(outcome.cluster!.pendingPodMinutes).toBeGreaterThan(0);
    expect(outcome.cost).toBeCloseTo(outcome.cluster!.nodeHours['on-demand']! * pool.pricePerHour, 9);
    expect(decisions.some(({ reasons }) => reasons.some(({ rule }) => rule === 'ca/expander'))).toBe(true);
    expect(decisions.some(({ reasons }) => reasons.some(({ rule }) => rule === 'ca/unneeded'))).toBe(true);
  });

  it('keeps pods from waiting by headroom', () => {
    const pending = (id: 'cluster-autoscaler' | 'headroom'): number =>
      simulate(strategyScenario(id, serviceCase('daily'))).cluster!.pendingPodMinutes;
    expect(pending('headroom')).toBeLessThan(pending('cluster-autoscaler') / 2);
  });

  it('moves what ran on a spot node that is taken away', () => {
    const decisions: DecisionRecord[] = [];
    const of = serviceCase('steady', { ...threeHours, spotPool: spot(0.5) });
    const outcome = simulate(strategyScenario('spot', of), (record) => decisions.push(record));
    expect(decisions.filter(({ controller }) => controller === 'cloud').length).toBeGreaterThan(3);
    const { ready } = outcome.workloads[0]!.timeline;
    expect(Math.min(...ready)).toBeLessThan(Math.max(...ready));
    expect(ready.at(-1)).toBeGreaterThan(0);
  });

  it('says what is wrong with a scenario', () => {
    const scenario = strategyScenario('hpa-metric', serviceCase('daily'));
    const workload = scenario.workloads[0]!;
    const refused = (fields: Partial<Scenario>) => () => simulate({ ...scenario, ...fields });
    expect(refused({ endMs: scenario.startMs })).toThrow('a run must end after it begins');
    expect(refused({ workloads: [] })).toThrow('a scenario needs a workload');
    expect(refused({ workloads: [workload, workload] })).toThrow('two workloads are called web');
    expect(refused({ metrics: { scrapeMs: 10_000 } })).toThrow('a multiple of 15 s, not 10 s');
    expect(refused({ workloads: [{ ...workload, goalP95Seconds: 0.05 }] })).toThrow(
      'an idle one has 0.0599 s',
    );
    expect(refused({ workloads: [{ ...workload, scaler: { kind: 'static', replicas: 1.5 } }] })).toThrow(
      'replicas are whole',
    );
  });
});

function spot(interruptionsPerHour: number): typeof pool {
  return {
    ...pool,
    name: 'spot',
    minSize: 0,
    pricePerHour: 0.05,
    spot: { interruptionsPerHour, noticeMs: 120_000 },
  };
}
