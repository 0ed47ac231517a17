import { describe, expect, it } from 'vitest';

import {
  type ClusterAutoscalerSettings,
  defaultSettings,
  type NodeGroup,
  planScaleUp,
} from '#core/nodes/index.ts';
import { ClusterSnapshot, type SchedulingPod } from '#core/scheduling/index.ts';

import { nodeGroup, podOf } from './groups.ts';

const plan = (
  groups: readonly NodeGroup[],
  pods: readonly SchedulingPod[],
  settings: Partial<ClusterAutoscalerSettings> = {},
  expanders: Partial<Parameters<typeof planScaleUp>[0]['expanders']> = {},
  snapshot = new ClusterSnapshot([]),
): ReturnType<typeof planScaleUp> =>
  planScaleUp({
    snapshot,
    pending: pods.map((pod) => ({ pod, controller: 'rs' })),
    groups,
    settings: { ...defaultSettings(), ...settings },
    expanders: { random: () => 0, ...expanders },
  });

const resized = ({
  resizes,
}: ReturnType<typeof planScaleUp>): readonly (readonly [string, number, number])[] =>
  resizes.map(({ group, from, to }) => [group.name, from, to]);

const many = (count: number, milliCpu: number, memoryMiB: number): readonly SchedulingPod[] =>
  Array.from({ length: count }, (_, index) => podOf(`p${index}`, milliCpu, memoryMiB));

const slim = nodeGroup('slim', { milliCpu: 2000, memoryMiB: 4000 });
const big = nodeGroup('big', { milliCpu: 16_000, memoryMiB: 64_000 });

describe('the expanders', () => {
  it.each([
    ['least-waste', 'slim', 3],
    ['most-pods', 'slim', 3],
    ['least-nodes', 'big', 1],
  ])('%s takes %s', (expander, group, nodes) => {
    expect(resized(plan([slim, big], many(5, 900, 1200), { expanders: [expander] }))).toEqual([
      [group, 0, nodes],
    ]);
  });

  it('most-pods minds what a group has no room for', () => {
    const full = { ...slim, targetSize: 8, maxSize: 10 };
    expect(resized(plan([full, big], many(9, 900, 1200), { expanders: ['most-pods'] }))).toEqual([
      ['big', 0, 1],
    ]);
  });

  it('priority takes the highest that matches, and leaves out what matches nothing', () => {
    const priorities = [
      { priority: 50, patterns: ['.*spot.*'] },
      { priority: 10, patterns: ['.*on-demand.*'] },
    ];
    const groups = [
      nodeGroup('pool-on-demand', { milliCpu: 4000 }),
      nodeGroup('pool-spot-large', { milliCpu: 16_000 }),
      nodeGroup('other', { milliCpu: 1000 }),
    ];
    const decided = plan(
      groups,
      many(2, 900, 100),
      { expanders: ['priority', 'least-waste'] },
      { priorities },
    );
    expect(resized(decided)).toEqual([['pool-spot-large', 0, 1]]);
    expect(decided.choice?.steps[0]).toMatchObject({
      kept: ['pool-spot-large'],
      figures: { 'pool-on-demand': 'priority 10', other: 'matches no pattern' },
    });
  });

  it('price buys the requests cheapest, and shuns GPUs for pods that need none', () => {
    const gpu = nodeGroup('gpu', { milliCpu: 4000, memoryMiB: 16_000, gpus: 1 });
    const prices = {
      nodePerHour: ({ name }: NodeGroup) => ({ slim: 0.1, big: 0.5, gpu: 0.05 })[name],
      podPerHour: (milliCpu: number, memoryBytes: number) =>
        (milliCpu / 1000) * 0.04 + (memoryBytes / 2 ** 30) * 0.005,
    };
    const hundredNodes = new ClusterSnapshot(
      Array.from({ length: 100 }, (_, index) => ({ ...slim.template.node, name: `n${index}` })),
    );
    const decided = plan(
      [slim, big, gpu],
      many(16, 900, 1200),
      { expanders: ['price'] },
      { prices },
      hundredNodes,
    );
    expect(resized(decided)).toEqual([['big', 0, 1]]);
  });

  it('lets chance decide between equals, and says so', () => {
    const twin = { ...slim, name: 'twin' };
    const decided = plan([slim, twin], many(2, 900, 1200), { expanders: ['random'] }, { random: () => 0.9 });
    expect(resized(decided)).toEqual([['twin', 0, 1]]);
    expect(decided.choice?.steps).toEqual([{ expander: 'random', kept: ['twin'], figures: {} }]);
  });
});

describe('what keeps it from growing', () => {
  it('skips full, unhealthy and backed-off groups, each with its reason', () => {
    const groups = [
      { ...slim, name: 'full', targetSize: 3, maxSize: 3 },
      { ...slim, name: 'sick', notReady: 'unhealthy' as const },
      { ...slim, name: 'tired', notReady: 'backoff' as const },
    ];
    const decided = plan(groups, many(1, 900, 1200));
    expect(decided.resizes).toEqual([]);
    expect(decided.skipped.map(({ group, reason }) => [group, reason.rule])).toEqual([
      ['full', 'ca/max-limit-reached'],
      ['sick', 'ca/not-ready'],
      ['tired', 'ca/backoff'],
    ]);
    expect(decided.reasons[0]?.text).toBe('no node group would help the pods that wait');
  });

  it('stops at --max-nodes-total and says what was cut', () => {
    const snapshot = new ClusterSnapshot([{ ...slim.template.node, name: 'there' }]);
    expect(resized(plan([slim], many(9, 1500, 100), { maxNodesTotal: 4 }, {}, snapshot))).toEqual([
      ['slim', 0, 3],
    ]);
  });

  it('stops at --cores-total', () => {
    const decided = plan([slim], many(9, 1500, 100), { coresTotal: { min: 0, max: 7 } });
    expect(resized(decided)).toEqual([['slim', 0, 3]]);
    expect(decided.reasons.map(({ rule }) => rule)).toEqual(['ca/expander', 'ca/cores-total']);
  });

  it('says for each pod that no group helps what each would refuse', () => {
    const tainted = nodeGroup('gpu-spot', {
      gpus: 1,
      taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }],
    });
    const decided = plan([slim, tainted], [podOf('train', 500, 100, { gpus: 1 })]);
    expect(decided.hopeless.map(({ pod, refusals }) => [pod.name, refusals])).toMatchObject([
      [
        'train',
        {
          slim: [{ reason: 'Insufficient nvidia.com/gpu' }],
          'gpu-spot': [{ reason: 'node(s) had untolerated taint(s)', detail: 'spot=true:NoSchedule' }],
        },
      ],
    ]);
  });

  it('leaves expendable pods waiting', () => {
    expect(plan([slim], [podOf('filler', 500, 100, { priority: -11 })]).resizes).toEqual([]);
    expect(resized(plan([slim], [podOf('placeholder', 500, 100, { priority: -10 })]))).toEqual([
      ['slim', 0, 1],
    ]);
  });

  it('grows a group of all or nothing to its maximum', () => {
    expect(resized(plan([{ ...slim, maxSize: 4, zeroOrMax: true }], many(1, 900, 100)))).toEqual([
      ['slim', 0, 4],
    ]);
  });
});

describe('similar groups', () => {
  const inZone = (zone: string, fields: Partial<NodeGroup> = {}): NodeGroup =>
    nodeGroup(`pool-${zone}`, {
      milliCpu: 2000,
      memoryMiB: 4000,
      labels: { 'topology.kubernetes.io/zone': zone, pool: 'web' },
      ...fields,
    });

  it('share new nodes, the smallest first, where balancing is on', () => {
    const groups = [
      inZone('a', { targetSize: 3 }),
      inZone('b', { targetSize: 1 }),
      inZone('c', { targetSize: 1, maxSize: 2 }),
    ];
    const balanced = plan(groups, many(6, 1500, 100), {
      balanceSimilarNodeGroups: true,
      expanders: ['least-nodes'],
    });
    expect(resized(balanced)).toEqual([
      ['pool-a', 3, 5],
      ['pool-b', 1, 4],
      ['pool-c', 1, 2],
    ]);
    expect(resized(plan(groups, many(6, 1500, 100)))).toEqual([['pool-a', 3, 9]]);
  });

  it('are not those with another label or size', () => {
    const other = nodeGroup('other', { milliCpu: 2000, memoryMiB: 4000, labels: { pool: 'batch' } });
    const larger = inZone('d', {
      template: {
        ...inZone('d').template,
        capacity: new Map([
          ['cpu', 2001],
          ['memory', 4000 * 2 ** 20],
          ['pods', 110],
        ]),
      },
    });
    const decided = plan([inZone('a'), other, larger], many(6, 1500, 100), {
      balanceSimilarNodeGroups: true,
    });
    expect(resized(decided)).toEqual([['pool-a', 0, 6]]);
  });
});
