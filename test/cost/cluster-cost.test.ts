import { describe, expect, it } from 'vitest';

import { clusterCapacity, clusterCost, costGroups, expandPriceBook } from '#core/cost/index.ts';
import { examplePriceBook } from '#core/cost/price-books/example.ts';

import { node, pod } from './cluster.ts';

const book = expandPriceBook(examplePriceBook);
const half = { cpu: '4', memory: '4Gi' };
const whole = { cpu: '8', memory: '32Gi' };

function costOf(
  nodes: readonly ReturnType<typeof node>[],
  pods: readonly ReturnType<typeof pod>[],
): ReturnType<typeof clusterCost> {
  return clusterCost(clusterCapacity(nodes, pods), pods, book);
}

describe('what a cluster costs', () => {
  it('is its nodes, of which pods pay their share and the rest is idle', () => {
    const cost = costOf([node('a', 't3.2xlarge', whole), node('b', 't3.2xlarge', whole)], [pod('a', half)]);
    expect(cost.total.perHour.amount).toBeCloseTo(2 * 0.3328, 9);
    expect(cost.idle.perHour.amount).toBeCloseTo(1.5 * 0.3328, 9);
    expect(costGroups(cost, () => [['all', 1]])).toMatchObject([{ name: 'all', pods: 1 }]);
    expect(costGroups(cost, () => [['all', 1]])[0]?.cost.perHour.amount).toBeCloseTo(0.5 * 0.3328, 9);
  });

  it('splits a pod among groups without losing anything', () => {
    const cost = costOf([node('a', 't3.2xlarge', whole)], [pod('a', half), pod('a', half)]);
    const groups = costGroups(cost, () => [
      ['x', 0.25],
      ['y', 0.75],
    ]);
    expect(groups.map(({ name }) => name)).toEqual(['y', 'x']);
    expect(groups.reduce((sum, group) => sum + group.cost.perHour.amount, 0)).toBeCloseTo(0.3328, 9);
    expect(cost.idle.perHour.amount).toBeCloseTo(0, 9);
  });

  it('names nodes without a price, leaves them out with their pods, and counts the rest', () => {
    const nodes = [
      node('a', 't3.2xlarge', whole),
      node('b', 'mystery.large', whole),
      node('c', undefined, whole),
    ];
    const cost = costOf(nodes, [pod('b', half), pod('a', half)]);
    expect(cost.pricedNodes).toBe(1);
    expect(cost.total.perHour.amount).toBeCloseTo(0.3328, 9);
    expect(cost.unpriced.map(({ reason }) => reason)).toEqual(['unknown-instance-type', 'no-instance-type']);
    expect(cost.unpriced[0]?.message).toContain('mystery.large');
  });

  it('of an empty cluster is nothing', () => {
    expect(costOf([], [])).toMatchObject({ total: { perHour: { amount: 0 } }, kinds: [], unpriced: [] });
  });

  it('never counts less than nothing idle, where pods ask for more than the node', () => {
    const absurd = { cpu: '4000', memory: '4Gi' };
    const cost = costOf([node('a', 't3.2xlarge', whole)], [pod('a', absurd), pod('a', half)]);
    expect(cost.idle.perHour.amount).toBe(0);
    expect(costGroups(cost, () => [['all', 1]])[0]?.cost.perHour.amount).toBeCloseTo(0.3328, 9);
  });
});
