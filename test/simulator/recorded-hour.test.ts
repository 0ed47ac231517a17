import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { defaultControllerSettings, type HpaSpec } from '#core/hpa/index.ts';
import {
  type DecisionRecord,
  type DemandTrace,
  type Scaler,
  simulate,
  type WorkloadScenario,
} from '#core/simulator/index.ts';
import { milliValue, parseQuantity } from '#core/units/index.ts';

import type { Timeline } from '../controlplane/metrics-api/timeline.ts';
import type { HpaRun } from '../controlplane/recording/hpa-run.ts';
import { hourScenarios } from '../controlplane/scenarios/hour.ts';

/**
 * The hour that the real HPA controller was recorded in, once more in the simulator: the same load, the same HPA. Left out are the scenarios of
 * that hour whose point is something that the simulator does not have: metrics that fail, samples that are missing, bounds that are moved, memory.
 */
describe('an hour of the real HPA controller beside the simulator', () => {
  it.each([
    ['hour-default-behavior', rateCase, 95],
    ['hour-slow-start', cpuCase, 95],
    ['hour-tolerances', toleranceCase, 95],
    // Its policies count what was changed within 60 s: at a limit, syncs that are up to 19 s apart see other changes than syncs every 15 s.
    ['hour-policies', queueCase, 93],
  ] as const)('%s: replicas within one', (name, caseOf, percent) => {
    const run = recordedRun(name);
    // The controller looks every 15 s from its first sync on.
    const recordedMs = Date.parse(run.recordedAt);
    const startMs = recordedMs + (run.syncs[0]!.atMs % 15_000);
    const decisions: DecisionRecord[] = [];
    simulate(
      {
        startMs,
        endMs: recordedMs + Math.max(...run.syncs.map(({ atMs }) => atMs)) + 1000,
        seed: 1,
        workloads: [caseOf(recordedMs, run)],
        metrics: { scrapeMs: 15_000, windowMs: 15_000, refreshMs: 15_000 },
      },
      (record) => decisions.push(record),
    );
    // The controller's syncs drift, 15.1 s apart: what it read is put to the simulator sync by sync, a script by the clock.
    const decisionAt = (atMs: number, sync: number): DecisionRecord | undefined =>
      caseOf === queueCase
        ? decisions[sync]
        : decisions.findLast((decision) => decision.atMs < recordedMs + atMs);
    const near = run.syncs.filter(({ atMs, scale }, sync) => {
      const decision = decisionAt(atMs, sync);
      const simulated = caseOf === queueCase ? decision?.from : decision?.to;
      return Math.abs((simulated ?? scale.specReplicas) - scale.specReplicas) <= 1;
    });
    expect(run.syncs.length).toBeGreaterThan(230);
    expect(near.length / run.syncs.length, name).toBeGreaterThanOrEqual(percent / 100);
  });
});

/** Loads so large that their own chance does not show; what a pod takes is as large. */
const FACTOR = 10_000;

function rateCase(startMs: number): WorkloadScenario {
  const { metrics, deployment } = scenarioNamed('hour-default-behavior');
  const demand = traceOf(metrics.pods!.requests_per_second!.total, startMs, FACTOR);
  const spec: HpaSpec = {
    minReplicas: 2,
    maxReplicas: 12,
    metrics: [{ type: 'Pods', metric: { name: 'load' }, target: average(40 * FACTOR) }],
  };
  return workload(demand, deployment.replicas, hpa(spec), { pullMs: 1000, startUpMs: 1000 });
}

/**
 * The load here jumps every 20 s, by bursts to the triple: what a scrape interval's mean and a look at one moment see of it are two things. So the
 * simulator is given what the controller read.
 */
function queueCase(recordedMs: number, run: HpaRun): WorkloadScenario {
  const { deployment } = scenarioNamed('hour-policies');
  const demand = traceOfReadings(recordedMs, run);
  const spec: HpaSpec = {
    minReplicas: 1,
    maxReplicas: 30,
    metrics: [{ type: 'External', metric: { name: 'load' }, target: average(20 * FACTOR) }],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        policies: [
          { type: 'Pods', value: 3, periodSeconds: 60 },
          { type: 'Percent', value: 50, periodSeconds: 60 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 90,
        policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }],
      },
    },
  };
  return workload(demand, deployment.replicas, hpa(spec), { pullMs: 1000, startUpMs: 1000 });
}

/** A request takes as much CPU as makes the load the scripted one. */
function cpuCase(startMs: number): WorkloadScenario {
  const { metrics, deployment } = scenarioNamed('hour-slow-start');
  const demand = traceOf(metrics.resources!.cpu!.total, startMs, FACTOR);
  const spec: HpaSpec = {
    minReplicas: 1,
    maxReplicas: 10,
    metrics: [{ type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } }],
    behavior: { scaleDown: { stabilizationWindowSeconds: 120 } },
  };
  const start = { pullMs: 12_000, startUpMs: 40_000 };
  return workload(demand, deployment.replicas, hpa(spec), start, 200);
}

function toleranceCase(startMs: number): WorkloadScenario {
  const { metrics, deployment } = scenarioNamed('hour-tolerances');
  const demand = traceOf(metrics.resources!.cpu!.total, startMs, FACTOR);
  const spec: HpaSpec = {
    minReplicas: 2,
    maxReplicas: 14,
    metrics: [
      {
        type: 'ContainerResource',
        name: 'cpu',
        container: 'app',
        target: { type: 'Utilization', averageUtilization: 50 },
      },
    ],
    behavior: {
      scaleUp: { tolerance: 0.05 },
      scaleDown: { tolerance: 0.25, stabilizationWindowSeconds: 45 },
    },
  };
  return workload(demand, deployment.replicas, hpa(spec), { pullMs: 1000, startUpMs: 1000 }, 100);
}

function workload(
  demand: DemandTrace,
  initialReplicas: number,
  scaler: Scaler,
  { pullMs, startUpMs }: { readonly pullMs: number; readonly startUpMs: number },
  milliCpu = 100,
): WorkloadScenario {
  return {
    name: 'load',
    demand,
    // Any number of replicas can serve it: what is looked at is the HPA.
    service: {
      serviceSeconds: 0.001,
      concurrency: 1e6,
      cpuSecondsPerRequest: 1 / FACTOR,
      idleCores: 0,
      timeoutSeconds: 10,
    },
    pod: { requests: { cpu: milliCpu } },
    start: { imagePullMs: pullMs, startUpMs, terminationMs: 1000 },
    scaler,
    initialReplicas,
    goalP95Seconds: 1,
  };
}

function hpa(spec: HpaSpec): Scaler {
  const settings = defaultControllerSettings(36);
  return { kind: 'hpa', spec, signals: { load: 'requests-per-second' }, settings, syncMs: 15_000 };
}

function average(value: number): { readonly type: 'AverageValue'; readonly averageValueMilli: number } {
  return { type: 'AverageValue', averageValueMilli: value * 1000 };
}

/** Steps of equal length. */
function traceOf(timeline: Timeline | undefined, startMs: number, factor: number): DemandTrace {
  if (!timeline || !('steps' in timeline)) throw new TypeError('a timeline of steps is expected');
  const stepMs = (timeline.steps[1]![0] - timeline.steps[0]![0]) * 1000;
  const perSecond = timeline.steps.map(([, value]) => Number(value) * factor);
  // A step holds until the next one: its value is that of its middle.
  return { name: 'script', source: 'test', startMs: startMs + stepMs / 2, stepMs, perSecond };
}

/** The sum of what each sync read, each for the slot before the simulator's sync of that number. */
function traceOfReadings(recordedMs: number, { syncs }: HpaRun): DemandTrace {
  const first = recordedMs + (syncs[0]!.atMs % 15_000);
  const read = syncs.map(({ metrics }) =>
    metrics.flatMap(({ items = [] }) => items).reduce((sum, { value }) => sum + numberOf(value), 0),
  );
  const perSecond = read.slice(1).map((value) => FACTOR * value);
  // A trace's values hold at points: these lie in the middle of the slots.
  return { name: 'readings', source: 'test', startMs: first + 7500, stepMs: 15_000, perSecond };
}

function numberOf(value: unknown): number {
  const quantity = parseQuantity(String(value));
  return quantity.ok ? Number(milliValue(quantity.value)) / 1000 : Number.NaN;
}

function scenarioNamed(name: string): (typeof hourScenarios)[number] {
  return hourScenarios.find((scenario) => scenario.name === name)!;
}

function recordedRun(name: string): HpaRun {
  const file = fileURLToPath(new URL(`../fixtures/hpa-hour/${name}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as HpaRun;
}
