import { beforeAll, describe, expect, it } from 'vitest';

import { type LinearSolver, mixChanges, type NodeOption, optimizeMix } from '#core/optimizer/index.ts';
import type { SchedulingPod } from '#core/scheduling/index.ts';
import { openHighs } from '#core/sources/solver/index.ts';

import { podOf } from '../nodes/groups.ts';
import { option, toleratesGpu, toleratesSpot } from './cluster.ts';

let solver: LinearSolver;
beforeAll(async () => {
  solver = await openHighs();
});

/** A clock that stands still: rounds end the search, so that every machine finds the same. */
function optimize(
  pods: readonly SchedulingPod[],
  options: readonly NodeOption[],
  more: { readonly maxSpotShare?: number } = {},
): ReturnType<typeof optimizeMix> {
  const effort = { solver, timeLimitMs: 20_000, clockMs: () => 0, rounds: 200 };
  return optimizeMix({ pods, options, ...more }, effort);
}

const typesOf = ({ nodes }: ReturnType<typeof optimizeMix>): readonly string[] =>
  nodes.map(({ option: { instanceType, capacityType } }) => `${instanceType} ${capacityType}`).sort();

const several = (count: number, make: (name: string) => SchedulingPod): readonly SchedulingPod[] =>
  Array.from({ length: count }, (_, index) => make(`pod-${index}`));

describe('the cheapest mix', () => {
  it('takes one large node where two small ones cost more, and proves it', () => {
    const options = [option('small', 1, { cores: 2 }), option('large', 1.9, { cores: 4 })];
    const mix = optimize(
      several(3, (name) => podOf(name, 2000, 100)),
      options,
    );
    expect(typesOf(mix)).toEqual(['large on-demand', 'small on-demand']);
    expect(mix).toMatchObject({ pricePerHour: 2.9, unplaced: [] });
    expect(mix.boundPerHour).toBeCloseTo(2.9, 6);
  });

  it('mixes pods that need CPU with pods that need memory, which first fit by size does not', () => {
    const options = [option('even', 1, { cores: 4, memoryGiB: 16 })];
    const pods = [
      ...several(4, (name) => podOf(`cpu-${name}`, 3000, 4096)),
      ...several(4, (name) => podOf(`memory-${name}`, 1000, 12 * 1024)),
    ];
    expect(optimize(pods, options)).toMatchObject({ pricePerHour: 4, unplaced: [] });
  });

  it('puts only pods that tolerate it onto spot nodes', () => {
    const options = [option('m', 1), option('m', 0.3, { capacityType: 'spot' })];
    const pods = [
      ...several(4, (name) => podOf(`web-${name}`, 4000, 100)),
      ...several(4, (name) => podOf(`batch-${name}`, 4000, 100, { spec: toleratesSpot })),
    ];
    const mix = optimize(pods, options);
    expect(mix.pricePerHour).toBeCloseTo(4 * 1 + 4 * 0.3, 9);
    const onSpot = mix.nodes.filter(({ option: { capacityType } }) => capacityType === 'spot');
    expect(onSpot.flatMap((node) => node.pods.map(({ name }) => name.split('-')[0]))).toEqual([
      ...['batch', 'batch', 'batch', 'batch'],
    ]);
  });

  it('keeps a part of each kind of pod off spot where a share is set', () => {
    const options = [option('m', 1), option('m', 0.3, { capacityType: 'spot' })];
    const pods = several(10, (name) => podOf(name, 4000, 100, { spec: toleratesSpot }));
    const mix = optimize(pods, options, { maxSpotShare: 0.75 });
    expect(typesOf(mix).filter((type) => type === 'm spot')).toHaveLength(7);
    expect(optimize(pods, options, { maxSpotShare: 0 }).pricePerHour).toBe(10);
  });

  it('keeps to the GPU model that a pod asks for', () => {
    const options = [
      option('g4', 0.5, { gpus: 1, gpu: 't4' }),
      option('g5', 1, { gpus: 1, gpu: 'a10g' }),
      option('g5x4', 3.2, { gpus: 4, gpu: 'a10g', cores: 16, memoryGiB: 64 }),
    ];
    const pods = several(4, (name) =>
      podOf(name, 1000, 100, { gpus: 1, spec: { ...toleratesGpu, nodeSelector: { 'gpu-type': 'a10g' } } }),
    );
    expect(typesOf(optimize(pods, options))).toEqual(['g5x4 on-demand']);
  });

  it('respects how many nodes a pool may have', () => {
    const pool = { name: 'cheap', maxNodes: 2 };
    const options = [option('cheap', 1, { pool }), option('dear', 2)];
    const mix = optimize(
      several(5, (name) => podOf(name, 4000, 100)),
      options,
    );
    expect(typesOf(mix)).toEqual([
      ...['cheap on-demand', 'cheap on-demand'],
      ...['dear on-demand', 'dear on-demand', 'dear on-demand'],
    ]);
    expect(mix.boundPerHour).toBeCloseTo(8, 6);
  });

  it('says which pods fit nowhere and what each kind of node refuses, and places the rest', () => {
    const mix = optimize([podOf('huge', 64_000, 100), podOf('small', 500, 100)], [option('m', 1)]);
    expect(mix.nodes.map(({ pods }) => pods.map(({ name }) => name))).toEqual([['small']]);
    expect(mix.unplaced.map(({ pod }) => pod.name)).toEqual(['huge']);
    expect(mix.unplaced[0]?.refusals.get('m on-demand')?.map(({ reason }) => reason)).toEqual([
      'Insufficient cpu',
    ]);
  });

  it('leaves pods without a node where a pool is full, and then states no bound', () => {
    const pool = { name: 'only', maxNodes: 1 };
    const mix = optimize(
      several(3, (name) => podOf(name, 4000, 100)),
      [option('m', 1, { pool })],
    );
    expect(mix.nodes).toHaveLength(1);
    expect(mix.unplaced).toHaveLength(2);
    expect(mix.boundPerHour).toBeUndefined();
  });

  it('spreads over zones and hosts as the pods demand', () => {
    const zones = ['a', 'b', 'c'];
    const options = zones.map((zone) => option('m', 1, { zone }));
    const labels = { app: 'web' };
    const spec = {
      topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(
        (topologyKey) => ({
          maxSkew: 1,
          topologyKey,
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: labels },
        }),
      ),
    };
    const pods = several(6, (name) => podOf(name, 100, 100, { labels, spec }));
    const { nodes, unplaced } = optimize(pods, options);
    expect(unplaced).toEqual([]);
    const perZone = zones.map((zone) =>
      nodes.filter((node) => node.option.zone === zone).reduce((sum, node) => sum + node.pods.length, 0),
    );
    expect(perZone).toEqual([2, 2, 2]);
    const perNode = nodes.map((node) => node.pods.length);
    expect(Math.max(...perNode) - Math.min(...perNode)).toBeLessThanOrEqual(1);
  });

  it('brings a pod to the one that it wants to be near', () => {
    const near = {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'cache' } } },
          ],
        },
      },
    };
    const pods = [
      podOf('web', 500, 100, { spec: near }),
      podOf('cache', 500, 100, { labels: { app: 'cache' } }),
    ];
    const { nodes } = optimize(pods, [option('m', 1)]);
    expect(nodes.map((node) => node.pods.map(({ name }) => name))).toEqual([['cache', 'web']]);
  });

  it('without pods needs nothing', () => {
    expect(optimize([], [option('m', 1)])).toMatchObject({ nodes: [], pricePerHour: 0, boundPerHour: 0 });
  });

  it('without a solver is no dearer than first fit, and claims no bound', () => {
    const options = [option('small', 1, { cores: 2 }), option('large', 1.9, { cores: 4 })];
    const pods = several(7, (name) => podOf(name, 2000, 100));
    const mix = optimizeMix({ pods, options }, { timeLimitMs: 1000, clockMs: () => 0, rounds: 50 });
    expect(mix.pricePerHour).toBeLessThanOrEqual(mix.baselinePerHour);
    expect(mix).not.toHaveProperty('boundPerHour');
  });
});

describe('what to do to get there', () => {
  it('adds before it takes away, and leaves out what stays', () => {
    const node = (instanceType: string, capacityType: 'spot' | 'on-demand') => ({
      instanceType,
      capacityType,
    });
    const now = [node('a', 'on-demand'), node('a', 'on-demand'), node('b', 'on-demand')];
    const then = [node('b', 'on-demand'), node('a', 'spot')];
    expect(mixChanges(now, then)).toEqual([
      { instanceType: 'a', capacityType: 'spot', from: 0, to: 1 },
      { instanceType: 'a', capacityType: 'on-demand', from: 2, to: 0 },
    ]);
  });
});
