import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { beforeAll, describe, expect, it } from 'vitest';

import { defaultControllerSettings } from '#core/hpa/index.ts';
import { defaultSettings } from '#core/nodes/index.ts';
import { type Outcome, type Scenario, simulate } from '#core/simulator/index.ts';

import type { NodeHour } from '../controlplane/recording/node-hour.ts';
import { nodeHour, nodeHourDemand } from '../controlplane/scenarios/node-hour.ts';

/**
 * The hour that the real HPA controller, scheduler and Cluster Autoscaler were recorded in, behind a real Prometheus and our adapter, once more in the
 * simulator: the same requests, the same periods, nodes that take as long.
 */
describe('an hour of the real controllers on nodes that come and go, beside the simulator', () => {
  const hour = recordedHour();
  const startMs = Date.parse(hour.startedAt);
  const wanted: { readonly atMs: number; readonly to: number }[] = [];
  let outcome: Outcome;
  beforeAll(() => {
    outcome = simulate(scenarioFrom(startMs), ({ controller, atMs, to }) => {
      if (controller === 'hpa') wanted.push({ atMs: atMs - startMs, to });
    });
  });

  it('was an hour at the real period', () => {
    expect(hour.syncs.at(-1)!.atMs).toBeGreaterThan(nodeHour.durationMs - 30_000);
    expect(hour.syncs.length).toBeGreaterThan(230);
  });

  it('has as many replicas within one at 95 % of the syncs', () => {
    const simulated = (atMs: number): number =>
      wanted.findLast((decision) => decision.atMs < atMs)?.to ?? nodeHour.replicas;
    const near = hour.syncs.filter(({ atMs, specReplicas }) => Math.abs(simulated(atMs) - specReplicas) <= 1);
    console.log(`replicas within one at ${near.length} of ${hour.syncs.length} syncs`);
    expect(near.length / hour.syncs.length).toBeGreaterThanOrEqual(0.95);
  });

  it('has as many nodes, and as many at the peak', () => {
    const { atMs, count } = outcome.nodes!;
    const recorded = (at: number): number =>
      hour.nodes.filter(({ createdMs, goneMs = Infinity }) => createdMs <= at && goneMs > at).length;
    const rows = atMs.map((at, minute) => [recorded(at - startMs), count[minute]!] as const);
    console.log(
      'nodes by the minute, real/simulated:',
      rows.map(([real, simulated]) => `${real}/${simulated}`).join(' '),
    );
    const near = rows.filter(([real, simulated]) => Math.abs(real - simulated) <= 1);
    expect(near.length / rows.length).toBeGreaterThanOrEqual(0.95);
    expect(Math.max(...count)).toBe(Math.max(...rows.map(([real]) => real)));
  });
});

function scenarioFrom(startMs: number): Scenario {
  const { pool, pod, minReplicas, maxReplicas, metric, perReplica, nodeReadySeconds } = nodeHour;
  const readyMs = nodeReadySeconds * 1000;
  return {
    startMs,
    endMs: startMs + nodeHour.durationMs,
    seed: nodeHour.seed,
    workloads: [
      {
        name: 'web',
        demand: nodeHourDemand(startMs),
        // What a replica can serve is not looked at.
        service: {
          serviceSeconds: 0.01,
          concurrency: 100,
          cpuSecondsPerRequest: 0,
          idleCores: 0,
          timeoutSeconds: 10,
        },
        pod: { requests: { cpu: pod.cpuMilli, memory: pod.memoryBytes } },
        start: {
          imagePullMs: pod.imagePullSeconds * 1000,
          startUpMs: pod.startUpSeconds * 1000,
          terminationMs: 1000,
        },
        scaler: {
          kind: 'hpa',
          spec: {
            minReplicas,
            maxReplicas,
            metrics: [
              {
                type: 'External',
                metric: { name: metric },
                target: { type: 'AverageValue', averageValueMilli: perReplica * 1000 },
              },
            ],
          },
          signals: { [metric]: 'requests-per-second' },
          settings: defaultControllerSettings(36),
          syncMs: 15_000,
        },
        initialReplicas: nodeHour.replicas,
        goalP95Seconds: 1,
      },
    ],
    cluster: {
      pools: [
        {
          name: pool.name,
          allocatable: { cpu: pool.cpuMilli, memory: pool.memoryBytes, pods: pool.pods },
          minSize: pool.min,
          maxSize: pool.max,
          initialSize: pool.initial,
          pricePerHour: 0.2,
          startMs: { least: readyMs, most: readyMs },
        },
      ],
      autoscaler: {
        settings: defaultSettings(),
        scanMs: 10_000,
        scaleDownDelayAfterAddMs: 600_000,
      },
    },
  };
}

function recordedHour(): NodeHour {
  const file = fileURLToPath(new URL('../fixtures/node-hour/node-hour.json.gz', import.meta.url));
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as NodeHour;
}
