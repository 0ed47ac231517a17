import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  clusterCapacity,
  costChange,
  dominantShare,
  expandPriceBook,
  fleetCost,
  type FleetLine,
  resourcesOfPod,
  workloadCost,
} from '#core/cost/index.ts';
import { awsUsEast1 } from '#core/cost/price-books/aws-us-east-1.generated.ts';

import { node, pod, template } from '../cost/cluster.ts';

const book = expandPriceBook(awsUsEast1);
const types = ['t3.xlarge', 'g5.xlarge', 'm5.large', 'p4d.24xlarge', 'no.such'];
const fleetLine: fc.Arbitrary<FleetLine> = fc.record({
  instanceType: fc.constantFrom(...types),
  count: fc.nat({ max: 500 }),
  capacityType: fc.constantFrom('spot', 'on-demand', 'unknown'),
});

const close = (a: number, b: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, a, b));

describe('fleetCost', () => {
  it('is never negative, and its range holds it', () => {
    fc.assert(
      fc.property(fc.array(fleetLine), (lines) => {
        const { perHour, rangePerHour } = fleetCost(lines, book).total;
        expect(rangePerHour.lower).toBeGreaterThanOrEqual(0);
        expect(perHour.amount).toBeGreaterThanOrEqual(rangePerHour.lower);
        expect(perHour.amount).toBeLessThanOrEqual(rangePerHour.upper);
      }),
    );
  });

  it('of two fleets together is what each costs', () => {
    fc.assert(
      fc.property(fc.array(fleetLine), fc.array(fleetLine), (a, b) => {
        const of = (lines: readonly FleetLine[]): number => fleetCost(lines, book).total.perHour.amount;
        close(of([...a, ...b]), of(a) + of(b));
      }),
    );
  });
});

const nodeNames = ['a', 'b', 'g'];
const nodes = [
  node('a', 't3.xlarge', { cpu: '3920m', memory: '14162Mi' }),
  node('b', 'm5.large', { cpu: '1930m', memory: '6900Mi' }, 'SPOT'),
  node('g', 'g5.xlarge', { cpu: '3920m', memory: '14162Mi', 'nvidia.com/gpu': '1' }),
];
const anyPod = fc
  .record({
    nodeName: fc.constantFrom(...nodeNames, 'unknown', undefined),
    cpu: fc.nat({ max: 4000 }),
    memory: fc.nat({ max: 16_000 }),
    gpus: fc.constantFrom(0, 1),
    daemon: fc.boolean(),
    phase: fc.constantFrom('Running', 'Pending', 'Succeeded'),
  })
  .map(({ nodeName, cpu, memory, gpus, daemon, phase }) =>
    pod(
      nodeName,
      { cpu: `${cpu}m`, memory: `${memory}Mi` },
      { limits: { 'nvidia.com/gpu': gpus }, daemon, phase },
    ),
  );

describe('workloadCost', () => {
  it('is never negative and adds up over pods', () => {
    fc.assert(
      fc.property(fc.array(anyPod, { maxLength: 12 }), fc.nat(), (pods, cut) => {
        const capacity = clusterCapacity(nodes, pods);
        const of = (some: typeof pods): number =>
          workloadCost({ pods: some, capacity, book }).cost.perHour.amount;
        const at = pods.length === 0 ? 0 : cut % pods.length;
        expect(of(pods)).toBeGreaterThanOrEqual(0);
        close(of(pods), of(pods.slice(0, at)) + of(pods.slice(at)));
      }),
    );
  });

  it('of all pods on the nodes is at most what the nodes cost', () => {
    const bill = fleetCost(
      [
        { instanceType: 't3.xlarge', count: 1, capacityType: 'on-demand' },
        { instanceType: 'm5.large', count: 1, capacityType: 'spot' },
        { instanceType: 'g5.xlarge', count: 1, capacityType: 'on-demand' },
      ],
      book,
    ).total.perHour.amount;
    fc.assert(
      fc.property(fc.array(anyPod, { maxLength: 20 }), (pods) => {
        const known = pods.filter(({ nodeName }) => nodeName !== 'unknown');
        const { cost } = workloadCost({ pods: known, capacity: clusterCapacity(nodes, known), book });
        expect(cost.perHour.amount).toBeLessThanOrEqual(bill + 1e-9);
      }),
    );
  });
});

describe('costChange', () => {
  const after = fc.record({
    replicas: fc.nat({ max: 40 }),
    cpu: fc.nat({ max: 3000 }),
    memory: fc.nat({ max: 6000 }),
  });

  it('costs no less with more replicas, by both readings', () => {
    fc.assert(
      fc.property(fc.array(anyPod, { maxLength: 12 }), after, (pods, { replicas, cpu, memory }) => {
        const capacity = clusterCapacity(nodes, pods);
        const resources = resourcesOfPod(template({ cpu: `${cpu}m`, memory: `${memory}Mi` }));
        const of = (count: number) =>
          costChange({ pods, capacity, book, template: template({}), after: { replicas: count, resources } });
        const [fewer, more] = [of(replicas), of(replicas + 1)];
        expect(fewer.shareOfNodes.before).toEqual(workloadCost({ pods, capacity, book }).cost);
        const least = fewer.shareOfNodes.after.perHour.amount;
        expect(more.shareOfNodes.after.perHour.amount).toBeGreaterThanOrEqual(least - 1e-9);
        expect(least).toBeGreaterThanOrEqual(0);
        const [bill, largerBill] = [fewer.wholeNodes, more.wholeNodes].map(
          (reading) => reading?.after.perHour.amount ?? 0,
        );
        expect(largerBill).toBeGreaterThanOrEqual(bill! - 1e-9);
      }),
    );
  });
});

describe('dominantShare', () => {
  it('lies between 0 and 1 and grows with what is asked for', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(amount, amount, amount, amount, amount, (cpuCores, memoryBytes, more, cores, bytes) => {
        const given = { cpuCores: cores, memoryBytes: bytes, gpus: {} };
        const share = dominantShare({ cpuCores, memoryBytes, gpus: {} }, given);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(
          dominantShare({ cpuCores: cpuCores + more, memoryBytes, gpus: {} }, given),
        ).toBeGreaterThanOrEqual(share);
      }),
    );
  });
});
