import { describe, expect, it } from 'vitest';

import {
  clusterCapacity,
  type CostChange,
  costChange,
  expandPriceBook,
  resourcesOfPod,
} from '#core/cost/index.ts';
import { examplePriceBook } from '#core/cost/price-books/example.ts';

import { copies, node, pod, template } from './cluster.ts';

const book = expandPriceBook(examplePriceBook);
const size = { cpu: '4', memory: '16Gi' };
const three = ['a', 'b', 'c'].map((name) => node(name, 't3.xlarge', size));
const hour = 0.1664;

interface Change {
  readonly replicas: number;
  readonly cpu: number;
}

function change(
  pods: Parameters<typeof costChange>[0]['pods'],
  after: Change,
  { nodes = three, allPods = pods }: { nodes?: typeof three; allPods?: typeof pods | 'unknown' } = {},
): CostChange {
  return costChange({
    pods,
    book,
    template: template({ cpu: 2 }),
    capacity: allPods === 'unknown' ? clusterCapacity(nodes) : clusterCapacity(nodes, allPods),
    after: { replicas: after.replicas, resources: resourcesOfPod(template({ cpu: after.cpu })) },
  });
}

/** Six pods of two cores fill three nodes. */
const six = ['a', 'b', 'c'].flatMap((name) => copies(2, pod(name, { cpu: 2 })));

const amounts = ({
  before,
  after,
}: {
  before: CostChange['shareOfNodes']['before'];
  after: CostChange['shareOfNodes']['after'];
}) => [before.perHour.amount, after.perHour.amount];

describe('costChange', () => {
  it('charges half the share for half the request, and gives a node back only when it is free', () => {
    const halved = change(six, { replicas: 6, cpu: 1 });
    expect(amounts(halved.shareOfNodes)).toEqual([
      expect.closeTo(3 * hour, 12),
      expect.closeTo(1.5 * hour, 12),
    ]);
    // Six cores still need two nodes.
    expect(amounts(halved.wholeNodes!)).toEqual([expect.closeTo(3 * hour, 12), expect.closeTo(2 * hour, 12)]);
    expect(halved.wholeNodes?.pools).toMatchObject([
      { instanceType: 't3.xlarge', capacityType: 'on-demand', nodes: 3, nodesAfter: 2 },
    ]);
  });

  it('gives nothing back when what is freed is no whole node', () => {
    const slightly = change(six, { replicas: 6, cpu: 1.5 });
    expect(slightly.shareOfNodes.after.perHour.amount).toBeCloseTo(2.25 * hour, 12);
    expect(slightly.wholeNodes?.pools[0]?.nodesAfter).toBe(3);
  });

  it('buys nodes for more replicas', () => {
    const more = change(six, { replicas: 9, cpu: 2 });
    expect(more.shareOfNodes.after.perHour.amount).toBeCloseTo(4.5 * hour, 12);
    expect(more.wholeNodes?.pools[0]?.nodesAfter).toBe(5);
  });

  it('is no change where nothing changes', () => {
    const same = change(six, { replicas: 6, cpu: 2 });
    expect(amounts(same.shareOfNodes)[0]).toBeCloseTo(amounts(same.shareOfNodes)[1]!, 12);
    expect(same.wholeNodes?.pools[0]).toMatchObject({ nodes: 3, nodesAfter: 3 });
  });

  it('does not claim nodes that were spare before', () => {
    const spare = change(six.slice(0, 2), { replicas: 2, cpu: 1 });
    expect(spare.wholeNodes?.pools[0]).toMatchObject({ nodes: 3, nodesAfter: 3 });
    // Eight cores left one of three nodes spare; four free one more.
    const four = change(six.slice(0, 4), { replicas: 4, cpu: 1 });
    expect(four.wholeNodes?.pools[0]?.nodesAfter).toBe(2);
    const grown = change(six.slice(0, 2), { replicas: 4, cpu: 2 });
    expect(grown.wholeNodes?.pools[0]?.nodesAfter).toBe(3);
  });

  it('leaves room for other pods and for DaemonSets', () => {
    const others = [
      ...['a', 'b', 'c'].map((name) => pod(name, { cpu: 1 }, { daemon: true })),
      pod('a', { cpu: 1 }),
      pod('b', { cpu: 1 }),
      pod('c', { cpu: 1 }),
    ];
    const own = ['a', 'b', 'c'].map((name) => pod(name, { cpu: 2 }));
    // Three of four cores are left a node: 3 + 3 × 2 needs three, 3 + 3 × 1 two, 3 alone one.
    const nodesAfter = (after: Change) =>
      change(own, after, { allPods: [...own, ...others] }).wholeNodes?.pools[0]?.nodesAfter;
    expect(nodesAfter({ replicas: 3, cpu: 2 })).toBe(3);
    expect(nodesAfter({ replicas: 3, cpu: 1 })).toBe(2);
    expect(nodesAfter({ replicas: 0, cpu: 1 })).toBe(1);
    expect(nodesAfter({ replicas: 4, cpu: 2 })).toBe(4);
  });

  it('has no reading by whole nodes where not all pods are known', () => {
    expect(change(six, { replicas: 6, cpu: 1 }, { allPods: 'unknown' })).not.toHaveProperty('wholeNodes');
  });

  it('spreads replicas over kinds of nodes as they are', () => {
    const nodes = [node('a', 't3.xlarge', size), node('g', 'g5.xlarge', { ...size, 'nvidia.com/gpu': '1' })];
    const pods = [pod('a', { cpu: 2 }), pod('g', { cpu: 2 })];
    const { shareOfNodes, wholeNodes, assumptions } = change(pods, { replicas: 4, cpu: 2 }, { nodes });
    expect(assumptions).toContain('replicas spread over the kinds of nodes as they do now');
    expect(change(six, { replicas: 4, cpu: 2 }).assumptions).not.toContain(assumptions[0]);
    expect(amounts(shareOfNodes)).toEqual([
      expect.closeTo((hour + 1.006) / 2, 12),
      expect.closeTo(hour + 1.006, 12),
    ]);
    expect(wholeNodes?.pools.map(({ instanceType, nodesAfter }) => [instanceType, nodesAfter])).toEqual([
      ['t3.xlarge', 1],
      ['g5.xlarge', 1],
    ]);
  });

  it('leaves pods without a price out of both sides', () => {
    const nodes = [node('a', 't3.xlarge', size), node('x', 'm9.huge', size)];
    const { shareOfNodes, unpriced } = change(
      [pod('a', { cpu: 2 }), pod('x', { cpu: 2 })],
      { replicas: 4, cpu: 2 },
      { nodes },
    );
    expect(amounts(shareOfNodes)).toEqual([expect.closeTo(hour / 2, 12), expect.closeTo(hour, 12)]);
    expect(unpriced).toHaveLength(1);
  });

  it('prices pods that nobody has placed yet by the cheapest offering', () => {
    const { shareOfNodes, assumptions } = change([], { replicas: 2, cpu: 1 });
    expect(amounts(shareOfNodes)).toEqual([0, expect.closeTo(2 * 0.0416, 12)]);
    expect(assumptions).toEqual([expect.stringContaining('the nodes are not known')]);
    const elsewhere = change([pod('gone', { cpu: 2 })], { replicas: 3, cpu: 2 }, { nodes: [] });
    expect(amounts(elsewhere.shareOfNodes)[1]).toBeCloseTo(3 * amounts(elsewhere.shareOfNodes)[0]!, 12);
  });

  it('says when a changed pod does not fit its nodes any more', () => {
    const { assumptions, shareOfNodes } = change(six, { replicas: 6, cpu: 5 });
    expect(assumptions).toContain('a changed pod does not fit t3.xlarge any more and is charged a whole one');
    expect(shareOfNodes.after.perHour.amount).toBeCloseTo(6 * hour, 12);
  });

  it('costs nothing with no replicas', () => {
    const none = change(six, { replicas: 0, cpu: 2 });
    expect(none.shareOfNodes.after.perHour.amount).toBe(0);
    expect(none.wholeNodes?.pools[0]?.nodesAfter).toBe(0);
    expect(change([], { replicas: 0, cpu: 2 }).shareOfNodes.after.perHour.amount).toBe(0);
  });
});
