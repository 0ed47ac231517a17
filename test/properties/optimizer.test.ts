import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { nodeFromTemplate } from '#core/nodes/node-group.ts';
import { type LinearSolver, type NodeOption, optimizeMix } from '#core/optimizer/index.ts';
import { ClusterSnapshot, FitCheck, type SchedulingPod } from '#core/scheduling/index.ts';
import { openHighs } from '#core/sources/solver/index.ts';

import { podOf } from '../nodes/groups.ts';
import { option } from '../optimizer/cluster.ts';

let solver: LinearSolver;
beforeAll(async () => {
  solver = await openHighs();
});

const zones = ['a', 'b'] as const;

const kindOfPod = fc.record({
  app: fc.constantFrom('web', 'db'),
  milliCpu: fc.constantFrom(100, 700, 1500, 2000, 3900),
  memoryMiB: fc.constantFrom(64, 1024, 6000, 15_000),
  gpus: fc.constantFrom(0, 0, 0, 1, 2),
  tolerates: fc.subarray(['spot', 'nvidia.com/gpu']),
  zone: fc.option(fc.constantFrom(...zones), { freq: 5 }),
  hostPort: fc.option(fc.constant(8080), { freq: 8 }),
  spread: fc.option(fc.constantFrom('kubernetes.io/hostname', 'topology.kubernetes.io/zone'), { freq: 4 }),
  apart: fc.option(fc.constantFrom('kubernetes.io/hostname', 'topology.kubernetes.io/zone'), { freq: 6 }),
  count: fc.integer({ min: 1, max: 6 }),
});

function podsOf(
  kinds: readonly (typeof kindOfPod extends fc.Arbitrary<infer K> ? K : never)[],
): SchedulingPod[] {
  return kinds.flatMap(
    ({ app, milliCpu, memoryMiB, gpus, tolerates, zone, hostPort, spread, apart, count }, kind) => {
      const labels = { app };
      const labelSelector = { matchLabels: labels };
      const spec = {
        tolerations: tolerates.map((key) => ({ key, operator: 'Exists' })),
        ...(zone !== null && { nodeSelector: { 'topology.kubernetes.io/zone': zone } }),
        ...(spread !== null && {
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: spread, whenUnsatisfiable: 'DoNotSchedule', labelSelector },
          ],
        }),
        ...(apart !== null && {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: apart, labelSelector }],
            },
          },
        }),
      };
      const container = hostPort === null ? {} : { ports: [{ containerPort: hostPort, hostPort }] };
      return Array.from({ length: count }, (_, index) =>
        podOf(`pod-${kind}-${index}`, milliCpu, memoryMiB, {
          ...{ labels, spec, gpus },
          ...(hostPort === null
            ? {}
            : { container: { ...container, resources: { requests: { cpu: `${milliCpu}m` } } } }),
        }),
      );
    },
  );
}

const options: readonly NodeOption[] = zones.flatMap((zone) => [
  option('small', 0.1, { cores: 2, memoryGiB: 4, zone }),
  option('large', 0.35, { cores: 8, memoryGiB: 32, zone }),
  option('large', 0.12, { cores: 8, memoryGiB: 32, zone, capacityType: 'spot' }),
  option('gpu', 1, { cores: 4, memoryGiB: 16, gpus: 2, zone, pool: { name: 'gpu', maxNodes: 3 } }),
]);

describe('any mix', () => {
  it('places every pod where the scheduler lets it, one after the other, and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(kindOfPod, { maxLength: 8 }),
        fc.constantFrom(0, 0.5, 1),
        (kinds, maxSpotShare) => {
          const pods = podsOf(kinds);
          const mix = optimizeMix(
            { pods, options, maxSpotShare },
            { solver, timeLimitMs: 20_000, clockMs: () => 0, rounds: 30 },
          );
          const placed = mix.nodes.flatMap((node) => node.pods);
          expect([...placed, ...mix.unplaced.map(({ pod }) => pod)].map(({ name }) => name).sort()).toEqual(
            pods.map(({ name }) => name).sort(),
          );
          expect(replay(mix)).toEqual([]);
          expect(mix.order).toHaveLength(placed.length);
          expect(mix.nodes.filter((node) => node.option.pool).length).toBeLessThanOrEqual(3);
          expect(mix.boundPerHour ?? 0).toBeLessThanOrEqual(mix.pricePerHour + 1e-6);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('of a tiny case costs what the best of all ways costs, and the bound is no higher', () => {
    const sizes = fc.array(fc.constantFrom(500, 1000, 1500, 2000), { minLength: 1, maxLength: 5 });
    const kinds = [
      option('s', 1, { cores: 2 }),
      option('m', 1.7, { cores: 4 }),
      option('l', 3.1, { cores: 8 }),
    ];
    fc.assert(
      fc.property(sizes, (cpus) => {
        const pods = cpus.map((cpu, index) => podOf(`pod-${index}`, cpu, 10));
        const mix = optimizeMix(
          { pods, options: kinds },
          { solver, timeLimitMs: 20_000, clockMs: () => 0, rounds: 50 },
        );
        const optimum = cheapest(cpus);
        expect(mix.boundPerHour).toBeLessThanOrEqual(optimum + 1e-6);
        expect(mix.pricePerHour).toBeCloseTo(optimum, 6);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

/** Puts the pods of a plan onto its nodes in the plan's order; answers those that the scheduler's rules refuse. */
function replay({ nodes, order }: ReturnType<typeof optimizeMix>): readonly string[] {
  const snapshot = new ClusterSnapshot([]);
  const homes = new Map(
    nodes.flatMap((node) => {
      const info = snapshot.addNode(nodeFromTemplate(node.option.template, node.name));
      return node.pods.map((pod) => [pod, info] as const);
    }),
  );
  return order.flatMap((pod) => {
    const info = homes.get(pod)!;
    const refusals = new FitCheck(pod, snapshot).refusals(info);
    snapshot.addPod(pod, info);
    return refusals.map(({ reason }) => `${pod.name}: ${reason}`);
  });
}

/** By trying every way to put the pods together: node of 2, 4 and 8 cores for 1, 1.7 and 3.1. */
function cheapest(cpus: readonly number[], groups: readonly number[] = []): number {
  const [first, ...rest] = cpus;
  if (first === undefined) {
    return groups.reduce(
      (sum, cpu) => sum + (cpu <= 2000 ? 1 : cpu <= 4000 ? 1.7 : cpu <= 8000 ? 3.1 : Infinity),
      0,
    );
  }
  const joined = groups.map((cpu, index) => cheapest(rest, groups.with(index, cpu + first)));
  return Math.min(cheapest(rest, [...groups, first]), ...joined);
}
