import { describe, expect, it } from 'vitest';

import {
  clusterCapacity,
  expandPriceBook,
  plannedWorkloadCost,
  workloadCost,
  type WorkloadCostInput,
} from '#core/cost/index.ts';
import { examplePriceBook } from '#core/cost/price-books/example.ts';

import { copies, node, pod, template } from './cluster.ts';

const book = expandPriceBook(examplePriceBook);
const t3 = node('n1', 't3.xlarge', { cpu: '4', memory: '16Gi' });
const g5 = node('g1', 'g5.xlarge', { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' });

const costOf = (
  pods: WorkloadCostInput['pods'],
  nodes = [t3, g5],
  allPods?: WorkloadCostInput['pods'],
): ReturnType<typeof workloadCost> => workloadCost({ pods, capacity: clusterCapacity(nodes, allPods), book });

const gpu = { limits: { 'nvidia.com/gpu': 1 } };

describe('workloadCost', () => {
  it('charges the largest share of CPU, memory and GPUs', () => {
    expect(costOf([pod('n1', { cpu: 1, memory: '1Gi' })]).cost.perHour.amount).toBeCloseTo(0.1664 / 4, 12);
    expect(costOf([pod('n1', { cpu: 1, memory: '8Gi' })]).cost.perHour.amount).toBeCloseTo(0.1664 / 2, 12);
    expect(costOf([pod('g1', { cpu: 1, memory: '8Gi' }, gpu)]).cost.perHour.amount).toBeCloseTo(1.006, 12);
    expect(costOf([pod('g1', { cpu: 1, memory: '8Gi' })]).cost.perHour.amount).toBeCloseTo(0.503, 12);
  });

  it('adds up over pods and nodes', () => {
    const cost = costOf([...copies(2, pod('n1', { cpu: 1 })), pod('g1', {}, gpu)]);
    expect(cost.cost.perHour.amount).toBeCloseTo(0.1664 / 2 + 1.006, 12);
    expect(cost.cost.perMonth.amount).toBeCloseTo((0.1664 / 2 + 1.006) * 730, 9);
    expect(cost).toMatchObject({ pricedPods: 3, unpriced: [], assumptions: [] });
    expect(cost.basis.method).toContain('requested ÷ allocatable');
  });

  it('takes spot prices on spot nodes, with their range', () => {
    const spot = node('s1', 'g5.xlarge', { cpu: '4', 'nvidia.com/gpu': '1' }, 'SPOT');
    const { cost, assumptions } = costOf([pod('s1', {}, gpu)], [spot]);
    expect(cost.perHour.amount).toBe(0.302);
    expect(cost.rangePerHour.lower).toBeCloseTo(0.1511, 10);
    expect(assumptions).toEqual([expect.stringContaining('estimates')]);
  });

  it('lets the pods of a crowded node pay for one node between them', () => {
    const hungry = [pod('n1', { cpu: 3, memory: '1Gi' }), pod('n1', { cpu: 1, memory: '12Gi' })];
    const [ofCpu, ofMemory] = hungry.map((one) => costOf([one], [t3], hungry).cost.perHour.amount);
    expect(ofCpu! + ofMemory!).toBeCloseTo(0.1664, 12);
    expect(ofCpu).toBeCloseTo(ofMemory!, 12);
    expect(costOf([hungry[0]!], [t3]).cost.perHour.amount).toBeCloseTo(0.1664 * 0.75, 12);
  });

  it('charges nothing for pods that wait, have ended, or request nothing, and says so', () => {
    const waiting = costOf([pod(undefined, { cpu: 1 }, { phase: 'Pending' }), pod('n1', { cpu: 1 })]);
    expect(waiting.cost.perHour.amount).toBeCloseTo(0.1664 / 4, 12);
    expect(waiting.assumptions).toEqual(['pods that wait for a node cost nothing yet: 1 of 2']);
    expect(costOf([pod('n1', { cpu: 1 }, { phase: 'Succeeded' })]).cost.perHour.amount).toBe(0);
    const idle = costOf([pod('n1', {})]);
    expect(idle.cost.perHour.amount).toBe(0);
    expect(idle.assumptions).toEqual(['pods that request nothing are taken to cost nothing']);
  });

  it('names nodes without a price and computes the rest', () => {
    const odd = [node('x', 'm9.huge', { cpu: '4' }), node('y', undefined, { cpu: '4' }), t3];
    const cost = costOf(
      [pod('x', { cpu: 1 }), pod('x', { cpu: 2 }), pod('y', { cpu: 1 }), pod('n1', { cpu: 1 })],
      odd,
    );
    expect(cost.unpriced.map(({ reason }) => reason)).toEqual(['unknown-instance-type', 'no-instance-type']);
    expect(cost.unpriced[1]?.message).toContain('node y');
    expect(cost).toMatchObject({ pricedPods: 1, cost: { perHour: { amount: expect.closeTo(0.0416, 12) } } });
  });

  it('prices a pod on an unknown node as on the cheapest offering that fits, and says so', () => {
    const cost = costOf([pod('unheard-of', { cpu: 1, memory: '1Gi' })], []);
    // All t3 cost the same a core; the smallest fits.
    expect(cost.cost.perHour.amount).toBeCloseTo(0.0416, 12);
    expect(cost.cost.rangePerHour.upper).toBeGreaterThan(0.08);
    expect(cost.assumptions).toEqual([expect.stringMatching(/not known: priced as on t3\.\w+ on demand/)]);
  });

  it('counts requests that a LimitRange filled in when the pod was made, as the pod has them', () => {
    expect(costOf([pod('n1', { cpu: '100m' })]).cost.perHour.amount).toBeCloseTo(0.1664 / 40, 12);
  });
});

describe('plannedWorkloadCost', () => {
  const planned = (
    requests: Readonly<Record<string, string | number>>,
    options = {},
    replicas = 1,
  ): ReturnType<typeof plannedWorkloadCost> =>
    plannedWorkloadCost({ template: template(requests, options), replicas, book });

  it('finds the cheapest offering with the GPUs that the pod needs', () => {
    const cost = planned({ cpu: 2, memory: '4Gi' }, gpu, 3);
    expect(cost.cost.perHour.amount).toBeCloseTo(3 * 0.526, 12);
    expect(cost.assumptions[0]).toContain('g4dn.xlarge on demand');
    expect(cost.pricedPods).toBe(3);
  });

  it('respects a node selector for instance type and capacity type', () => {
    const nodeSelector = {
      'node.kubernetes.io/instance-type': 'g5.xlarge',
      'karpenter.sh/capacity-type': 'spot',
    };
    expect(planned({ cpu: 2 }, { ...gpu, nodeSelector }).cost.perHour.amount).toBeCloseTo(0.302, 12);
    expect(planned({ cpu: 2 }, { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }).unpriced).toHaveLength(1);
  });

  it('takes a MIG slice for its part of a GPU', () => {
    const cost = planned({}, { limits: { 'nvidia.com/mig-1g.5gb': 1 } });
    expect(cost.cost.perHour.amount).toBeCloseTo(0.526 / 7, 12);
    expect(cost.cost.rangePerHour.upper).toBeCloseTo(0.526, 12);
  });

  it.each([
    [{ cpu: 400 }, {}, '400 cores'],
    [{ memory: '900Ti' }, {}, '900 TiB'],
    [{}, { limits: { 'nvidia.com/gpu': 9 } }, '9 nvidia.com/gpu'],
    [{}, { limits: { 'amd.com/gpu': 1 } }, '1 amd.com/gpu'],
  ])('says what fits nothing: %j %j', (requests, options, text) => {
    const cost = planned(requests, options);
    expect(cost.unpriced).toMatchObject([
      { reason: 'no-fitting-offering', message: expect.stringContaining(text) },
    ]);
    expect(cost).toMatchObject({ pricedPods: 0, cost: { perHour: { amount: 0 } } });
  });
});
