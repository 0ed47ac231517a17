import { describe, expect, it } from 'vitest';

import {
  type DecisionRecord,
  type Outcome,
  type Scenario,
  simulate,
  strategyScenario,
} from '#core/simulator/index.ts';

import { DAY, MONDAY, serviceCase } from '../service-case.ts';

const GIB = 2 ** 30;
/** Without the forecast, which is not what is looked at and takes most of the time. */
const plain = (scenario: Scenario): Scenario => ({
  ...scenario,
  workloads: scenario.workloads.map(({ scaler, ...workload }) => {
    if (scaler.kind !== 'hpa') return { ...workload, scaler };
    const { kind, spec, signals, settings, syncMs } = scaler;
    return { ...workload, scaler: { kind, spec, signals, settings, syncMs } };
  }),
});
const of = serviceCase('daily', { memoryBytes: 2 * GIB, endMs: MONDAY + 4.5 * DAY });

function run(scenario: Scenario): {
  readonly outcome: Outcome;
  readonly decisions: readonly DecisionRecord[];
} {
  const decisions: DecisionRecord[] = [];
  const outcome = simulate(scenario, (record) => {
    if (record.controller === 'vpa') decisions.push(record);
  });
  return { outcome, decisions };
}

describe('a VPA in the simulator', () => {
  const { outcome, decisions } = run(plain(strategyScenario('vpa', of)));
  const evictions = decisions.filter(({ to }) => to === 0);
  const targets = (resource: string) =>
    decisions.filter(({ subject }) => subject === `web ${resource} request`).map(({ to }) => to);

  it('looks every minute, and asks for what pods use at their p90 and 15 % more, with the reason', () => {
    expect(targets('cpu')).toHaveLength(36 * 60);
    // The HPA keeps a replica near 30 of 50 requests a second: 0.018 s of CPU each, and 0.05 cores idle.
    const expected = 1150 * (30 * 0.018 + 0.05);
    expect(targets('cpu').at(-1)! / expected).toBeGreaterThan(0.9);
    expect(targets('cpu').at(-1)! / expected).toBeLessThan(1.25);
    expect(targets('memory').at(-1)! / (1.15 * 2 * GIB)).toBeGreaterThan(0.99);
    expect(targets('memory').at(-1)! / (1.15 * 2 * GIB)).toBeLessThan(1.06);
    const last = decisions.findLast(({ subject }) => subject === 'web cpu request')!;
    expect(last.reasons.map(({ rule }) => rule)).toContain('vpa/target');
    expect(last.reasons.every(({ inputs }) => inputs.resource === 'cpu')).toBe(true);
  });

  it('evicts pods outside the range, and those that are twelve hours old and differ, never more than half in a minute', () => {
    const because = (rule: string) => evictions.filter(({ reasons }) => reasons[0]!.rule === rule);
    const different = because('vpa/update/difference');
    expect(different.length).toBeGreaterThan(0);
    expect(different[0]!.atMs).toBeGreaterThanOrEqual(of.startMs + DAY / 2);
    expect(different.length + because('vpa/update/outside-range').length).toBe(evictions.length);
    const { timeline } = outcome.workloads[0]!;
    for (const atMs of new Set(evictions.map((each) => each.atMs))) {
      const wanted = timeline.wanted[timeline.atMs.findIndex((minute) => minute >= atMs)]!;
      const together = evictions.filter((each) => each.atMs === atMs).length;
      expect(together).toBeLessThanOrEqual(Math.max(1, wanted / 2));
    }
  });

  it('makes do with fewer nodes than pods that nobody sizes', () => {
    const unsized = simulate(plain(strategyScenario('cluster-autoscaler', of)));
    expect(outcome.cost).toBeLessThan(0.8 * unsized.cost);
  });

  it('evicts nobody in mode Initial, and gives nothing in mode Off', () => {
    const scenario = plain(strategyScenario('vpa', { ...of, endMs: of.startMs + DAY / 1.5 }));
    const inMode = (updateMode: 'Initial' | 'Off') =>
      run({
        ...scenario,
        workloads: scenario.workloads.map((each) => ({ ...each, vpa: { ...each.vpa!, updateMode } })),
      });
    const initial = inMode('Initial').decisions;
    expect(initial.length).toBeGreaterThan(0);
    expect(initial.every(({ to }) => to > 0)).toBe(true);
    expect(inMode('Off').decisions).toEqual([]);
  });
});
