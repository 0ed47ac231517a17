import { describe, expect, it } from 'vitest';

import { nodeView } from '#core/apis/node.ts';
import {
  type Commitment,
  committedBill,
  composePrices,
  examplePriceBook,
  expandPriceBook,
  instancePrice,
  priceBasis,
  type PriceBook,
  priceBookName,
  type PriceLayer,
  type PriceTerms,
  withCommitments,
  withEstimates,
} from '#core/cost/index.ts';
import { shortSource } from '#core/units/index.ts';

const book = expandPriceBook(examplePriceBook);
const terms = (own: Partial<PriceTerms>): PriceTerms => ({
  source: 'terms.yaml',
  exchangeRates: new Map(),
  discounts: [],
  commitments: [],
  ...own,
});

function composed(...own: readonly PriceTerms[]): PriceBook {
  const result = composePrices([
    { description: 'list', book },
    ...own.map((each) => ({ description: 'terms', terms: each })),
  ]);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const priceOf = ({ offerings }: PriceBook, type: string): readonly (number | undefined)[] => {
  const offering = offerings.find(({ instanceType }) => instanceType === type);
  return [offering?.onDemandPerHour, offering?.spotPerHour];
};

describe('composePrices', () => {
  it.each<readonly [string, readonly PriceLayer[], string]>([
    ['a bundled book', [], ''],
    ['terms', [{ description: 't', file: 'a/t.yaml', terms: terms({}) }], ', terms of a/t.yaml'],
    [
      'prices, and terms beside prices',
      [
        { description: 'b', file: 'b.yaml', book },
        { description: 'c', file: 'c.yaml', book, terms: terms({}) },
      ],
      ', b.yaml, c.yaml with its terms',
    ],
  ])('names the files of the user in the basis: %s', (_what, layers, expected) => {
    const result = composePrices([{ description: 'list', book }, ...layers]);
    if (!result.ok) throw new Error(result.error);
    expect(priceBookName(result.value)).toBe(`${priceBookName(book)}${expected}`);
    expect(shortSource(priceBasis(result.value, '').source)).toBe(priceBookName(result.value));
  });

  it('takes discounts off, the last that matches', () => {
    const discounts = [
      { instanceTypes: [], capacityType: 'any', share: 0.1 },
      { instanceTypes: ['t3.*'], capacityType: 'on-demand', share: 0.5 },
    ] as const;
    const prices = composed(terms({ discounts }));
    expect(priceOf(prices, 'g5.xlarge')).toEqual([1.006 * 0.9, 0.302 * 0.9]);
    expect(priceOf(prices, 't3.large')).toEqual([0.0832 * 0.5, 0.025 * 0.9]);
    // A dot is a dot: `t3.*` is not `t3x`.
    expect(
      priceOf(composed(terms({ discounts: [{ ...discounts[1], instanceTypes: ['t3*e'] }] })), 't3.large'),
    ).toEqual([0.0416, 0.025]);
  });

  it('turns prices into the currency that is asked for, and says at which rate', () => {
    const rates = new Map([['USD', { rate: 0.92, asOf: '2026-08-01' }]]);
    const prices = composed(terms({ currency: 'EUR', exchangeRates: rates }));
    expect(prices.currency).toBe('EUR');
    expect(prices.source).toContain('at 0.92 EUR for 1 USD of 2026-08-01');
    expect(priceOf(prices, 'g5.xlarge')).toEqual([1.006 * 0.92, 0.302 * 0.92]);
  });

  it('fails where no book can be had in the currency', () => {
    const failed = composePrices([
      { description: 'list', book },
      { description: 't', terms: terms({ currency: 'EUR' }) },
    ]);
    expect(failed).toMatchObject({ ok: false, error: expect.stringContaining('no exchange rate to EUR') });
  });
});

describe('commitments', () => {
  const reserved: Commitment = {
    kind: 'reserved',
    name: 'r',
    instanceType: 'g5.xlarge',
    count: 3,
    perHour: 0.6,
  };
  const plan: Commitment = { kind: 'savings-plan', name: 'p', perHour: 2, instanceTypes: [], share: 0.5 };

  it('cover nodes of their type, and are paid where there are none', () => {
    const with3 = { ...book, commitments: [reserved] };
    expect(committedBill(with3, new Map([['g5.xlarge', 2]]))).toMatchObject({
      perHourByType: new Map([['g5.xlarge', 1.2]]),
      uses: [{ name: 'r', perHour: expect.closeTo(1.8, 9), usedPerHour: 1.2 }],
    });
    expect(committedBill(with3, new Map([['g5.xlarge', 2]])).unusedPerHour).toBeCloseTo(0.6, 12);
    const five = committedBill(with3, new Map([['g5.xlarge', 5]]));
    expect(five.perHourByType.get('g5.xlarge')).toBeCloseTo(3 * 0.6 + 2 * 1.006, 12);
    expect(five.unusedPerHour).toBe(0);
  });

  it('of a plan are spent at its prices on what reservations leave, and the rest is on demand', () => {
    const both = { ...book, commitments: [plan, reserved] };
    const { perHourByType, uses } = committedBill(both, new Map([['g5.xlarge', 10]]));
    // Seven are left at 0.503 each: $2 cover 3.976 of them, the rest costs 1.006.
    const covered = 2 / 0.503;
    expect(perHourByType.get('g5.xlarge')).toBeCloseTo(1.8 + 2 + (7 - covered) * 1.006, 9);
    expect(uses.map(({ name, unusedPerHour }) => [name, Math.abs(unusedPerHour) < 1e-9])).toEqual([
      ['r', true],
      ['p', true],
    ]);
  });

  it('of a plan that is larger than the need are not all used', () => {
    const { perHourByType, unusedPerHour } = committedBill(
      { ...book, commitments: [plan] },
      new Map([
        ['t3.large', 1],
        ['no.such', 4],
      ]),
    );
    expect([...perHourByType.keys()]).toEqual(['t3.large']);
    expect(unusedPerHour).toBeCloseTo(2 - 0.0416, 12);
  });

  it('share themselves out among the nodes that they cover', () => {
    const nodes = new Map([['g5.xlarge', 5]]);
    const own = { ...book, commitments: [reserved] };
    const shared = withCommitments(own, committedBill(own, nodes), nodes);
    expect(priceOf(shared, 'g5.xlarge')[0]).toBeCloseTo((3 * 0.6 + 2 * 1.006) / 5, 12);
    expect(priceOf(shared, 't3.large')).toEqual(priceOf(book, 't3.large'));
  });
});

describe('withEstimates', () => {
  const node = (type: string, cpu: string, memory: string, extra: object = {}, labels: object = {}) =>
    nodeView({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: type,
        labels: { 'node.kubernetes.io/instance-type': type, 'kubernetes.io/arch': 'amd64', ...labels },
      },
      status: { capacity: { cpu, memory, ...extra } },
    })!;
  /** A market in which a core costs 0.04 and a GiB 0.005. */
  const market: PriceBook = {
    ...book,
    offerings: [
      ...[
        [2, 8],
        [4, 16],
        [8, 16],
        [16, 128],
        [2, 16],
        [32, 64],
      ].map(([cores = 0, gib = 0]) => ({
        ...{
          instanceType: `m.${cores}x${gib}`,
          cpuCores: cores,
          memoryBytes: gib * 2 ** 30,
          architecture: 'amd64' as const,
        },
        onDemandPerHour: cores * 0.04 + gib * 0.005,
        spotPerHour: (cores * 0.04 + gib * 0.005) * 0.3,
      })),
      ...[1, 4].map((count) => ({
        ...{
          instanceType: `g.${count}`,
          cpuCores: 8,
          memoryBytes: 32 * 2 ** 30,
          architecture: 'amd64' as const,
        },
        gpu: { model: 'a10g', count },
        onDemandPerHour: 8 * 0.04 + 32 * 0.005 + count * 0.7,
      })),
    ],
  };

  it('learns the price of cores and memory from the types that there are', () => {
    const priced = withEstimates(market, [node('new.type', '12', '48Gi')]);
    const price = instancePrice(priced, 'new.type', 'on-demand');
    expect(price).toMatchObject({
      ok: true,
      value: { assumption: expect.stringContaining('estimated from its shape') },
    });
    expect(priceOf(priced, 'new.type')[0]).toBeCloseTo(12 * 0.04 + 48 * 0.005, 9);
    expect(priceOf(priced, 'new.type')[1]).toBeCloseTo((12 * 0.04 + 48 * 0.005) * 0.3, 9);
    expect(priced.offerings.at(-1)).toMatchObject({
      source: 'estimated from its shape',
      spotIsEstimate: true,
    });
  });

  it('and what GPUs cost beyond them, of the same model only', () => {
    const gpu = { 'nvidia.com/gpu': '2' };
    const [known, other] = [
      node('new.gpu', '8', '32Gi', gpu, { 'nvidia.com/gpu.product': 'NVIDIA-A10G' }),
      node('odd.gpu', '8', '32Gi', gpu, { 'nvidia.com/gpu.product': 'NVIDIA-H200' }),
    ];
    const priced = withEstimates(market, [known, other]);
    expect(priceOf(priced, 'new.gpu')[0]).toBeCloseTo(8 * 0.04 + 32 * 0.005 + 2 * 0.7, 9);
    expect(priceOf(priced, 'odd.gpu')).toEqual([undefined, undefined]);
  });

  it('leaves what it knows and what it cannot learn alone', () => {
    expect(withEstimates(market, [node('m.4x16', '4', '16Gi')])).toBe(market);
    const arm = node('arm.type', '4', '16Gi', {}, { 'kubernetes.io/arch': 'arm64' });
    expect(withEstimates(market, [arm])).toBe(market);
    expect(withEstimates(market, [node('no.size', '0', '0')])).toBe(market);
  });

  it('has a range that holds most of the types that it was learned from', async () => {
    const { bundledPriceSource } = await import('#core/sources/pricing/index.ts');
    const aws = await bundledPriceSource('aws').load();
    const known = aws.offerings.filter(({ gpu, architecture }) => !gpu && architecture === 'amd64');
    const isIn = known.map(({ instanceType, cpuCores, memoryBytes, onDemandPerHour }) => {
      const without = { ...aws, offerings: known.filter((each) => each.instanceType !== instanceType) };
      const view = node(instanceType, String(cpuCores), String(memoryBytes));
      const range = withEstimates(without, [view]).offerings.at(-1)!.onDemandRange!;
      return onDemandPerHour >= range.lower && onDemandPerHour <= range.upper;
    });
    const share = isIn.filter(Boolean).length / isIn.length;
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.85);
  });
});
