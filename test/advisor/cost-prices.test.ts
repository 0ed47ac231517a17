import { describe, expect, it } from 'vitest';

import { analyzeCost, type CostOptions } from '#core/advisor/cost-plan/analyze-cost.ts';
import type { CostReport } from '#core/advisor/cost-plan/cost-report.ts';
import { composePrices, type PriceBook, type PriceTerms } from '#core/cost/index.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';

import { type Changes, edited, examplePrices, exampleSources } from './example-sources.ts';

const aws = await bundledPriceSource('aws').load();

async function costOf(
  prices: PriceBook,
  options: Partial<CostOptions> = {},
  object?: Changes['object'],
): Promise<CostReport> {
  const sources = await exampleSources({ prices, ...(object && { object }) });
  return analyzeCost(sources, 'prod', { by: 'namespace', ...options });
}

function withoutSpot(offering: PriceBook['offerings'][number]): PriceBook['offerings'][number] {
  return Object.fromEntries(
    Object.entries(offering).filter(([key]) => key !== 'spotPerHour'),
  ) as unknown as typeof offering;
}

function withTerms(terms: Partial<PriceTerms>): PriceBook {
  const own = { source: 't', exchangeRates: new Map(), discounts: [], commitments: [], ...terms };
  const book = composePrices([
    { description: 'aws', book: aws },
    { description: 't', terms: own },
  ]);
  if (!book.ok) throw new Error(book.error);
  return book.value;
}

const plan = { timeLimitMs: 60_000, clockMs: (): number => 0, rounds: 5 };

describe('the bill under commitments', () => {
  const reserved = {
    kind: 'reserved',
    name: 'r',
    instanceType: 'm6i.2xlarge',
    count: 6,
    perHour: 0.2,
  } as const;

  it('has pods, idle room and what is committed and unused adding up to it', async () => {
    const list = await costOf(aws);
    const { now, idle, rows, commitments } = await costOf(withTerms({ commitments: [reserved] }));
    // Five such nodes run on demand: the sixth is paid and serves nobody.
    expect(commitments).toMatchObject([{ name: 'r', unusedPerHour: expect.closeTo(0.2, 9) }]);
    expect(now.perHour).toBeCloseTo(list.now.perHour - 5 * 0.384 + 6 * 0.2, 9);
    const pods = rows.reduce((sum, row) => sum + row.perHour, 0);
    expect(pods + idle.perHour + 0.2).toBeCloseTo(now.perHour, 9);
  });

  it('does not fall for nodes that are paid whether they are there or not', async () => {
    const free = await costOf(aws, { plan });
    const bound = await costOf(withTerms({ commitments: [{ ...reserved, perHour: 0.384, count: 5 }] }), {
      plan,
    });
    expect(bound.now.perHour).toBeCloseTo(free.now.perHour, 9);
    const saved = (report: CostReport): number => report.plan!.total.savingPerHour;
    expect(saved(free)).toBeGreaterThan(0.5);
    expect(saved(bound)).toBeLessThan(saved(free));
    expect(bound.plan!.total.afterPerHour).toBeGreaterThanOrEqual(5 * 0.384);
    const tenThousandths = (amount: number): number => Math.round(amount * 10_000);
    const steps = bound.plan!.actions.map((action) => tenThousandths(action.inSequence.savingPerHour));
    expect(steps.reduce((sum, step) => sum + step, 0)).toBe(tenThousandths(saved(bound)));
  }, 120_000);
});

describe('the month by the forecast', () => {
  it('costs no more than the present all month, names what it does not know, and weighs by cost', async () => {
    const { now, monthByProfile, notes } = await costOf(aws, { profile: 'forecast' });
    expect(monthByProfile!.profile).toHaveLength(24);
    const mean = monthByProfile!.profile.reduce((sum, share) => sum + share, 0) / 24;
    expect(monthByProfile!.perMonth).toBeCloseTo(now.perHour * mean * 730, 6);
    expect(Math.max(...monthByProfile!.profile)).toBeCloseTo(1, 6);
    expect(mean).toBeLessThan(1);
    expect(
      notes.filter((note) => note.includes('no forecast of a day can be trusted')).length,
    ).toBeGreaterThan(0);
  }, 60_000);
});

describe('bad input', () => {
  const everything = async (): Promise<number> => (await costOf(aws)).now.perHour;

  it('of a type that no book has: one clear line, the rest computed; a price with a range only when asked', async () => {
    const strange = edited('Node', 'cpu-on-demand', ({ metadata }) => {
      metadata.labels['node.kubernetes.io/instance-type'] = 'm99.2xlarge';
    });
    const named = await costOf(aws, {}, strange);
    expect(named.unpriced).toEqual([expect.stringContaining('no price for m99.2xlarge')]);
    expect(named.now.perHour).toBeCloseTo((await everything()) - 5 * 0.384, 9);
    const estimated = await costOf(aws, { estimateUnknown: true }, strange);
    expect(estimated.unpriced).toEqual([]);
    expect(estimated.assumptions.join()).toContain('the price of m99.2xlarge is estimated from its shape');
    const each = estimated.nodes.find(({ instanceType }) => instanceType === 'm99.2xlarge')!.perNodePerHour;
    expect(each / 0.384).toBeGreaterThan(0.7);
    expect(each / 0.384).toBeLessThan(1.5);
  });

  it('of a node without a type, and of a spot price that is missing', async () => {
    const bare = edited('Node', 'gpu-on-demand-75cgm', ({ metadata }) => {
      metadata.labels = {};
    });
    expect((await costOf(aws, {}, bare)).unpriced).toEqual([
      expect.stringContaining('node gpu-on-demand-75cgm has no label node.kubernetes.io/instance-type'),
    ]);
    const offerings = aws.offerings.map(withoutSpot);
    const noSpot = await costOf({ ...aws, offerings });
    expect(noSpot.unpriced.map((text) => text.split(' in ')[0])).toEqual(
      expect.arrayContaining(['no spot price for g5.xlarge', 'no spot price for m6i.2xlarge']),
    );
    expect(noSpot.now.perHour).toBeCloseTo(5 * 0.384 + 2 * 0.526, 9);
  });

  it('of mixed currencies', async () => {
    const book = composePrices([
      { description: 'aws', book: aws },
      { description: 'eur', book: { ...examplePrices, currency: 'EUR', source: 'contract' } },
    ]);
    const report = await costOf(book.ok ? book.value : aws);
    expect(report.unpriced).toEqual([expect.stringContaining('the prices of contract (6) are in EUR')]);
    expect(report.now.perHour).toBe(await everything());
  });

  it.each([
    ['absurdly much', '1e12', 'asks for more cpu than its node has: it pays for the whole node'],
    ['below nothing', '-5', 'a request of cpu is "-5", which is no amount: it counts as nothing'],
    ['no amount at all', 'lots', 'a request of cpu is "lots", which is no amount: it counts as nothing'],
  ])(
    'of requests that are %s: one clear line, the bill stays the nodes, and a plan is made',
    async (_what, cpu, line) => {
      const odd = edited('Pod', 'rerank', ({ spec }) => {
        spec.containers[0].resources.requests.cpu = cpu;
      });
      const report = await costOf(aws, { plan }, odd);
      expect(report.now.perHour).toBeCloseTo(await everything(), 9);
      const figures = [
        report.idle.perHour,
        ...report.rows.map((row) => row.perHour),
        report.plan!.total.afterPerHour,
      ];
      expect(figures.every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(true);
      expect(report.notes.filter((note) => note.includes(line))).toEqual([
        expect.stringMatching(/^prod\/rerank-\S+ and 5 more: /),
      ]);
      const pods = report.rows.reduce((sum, row) => sum + row.perHour, 0);
      expect(pods + report.idle.perHour).toBeCloseTo(report.now.perHour, 6);
    },
    120_000,
  );

  it('of pods that fit no node: each is named with the reason, and keeps what it costs', async () => {
    const homeless = edited('Pod', 'rerank', ({ spec }) => {
      spec.nodeSelector = { mars: 'yes' };
    });
    const { plan: made } = await costOf(aws, { plan }, homeless);
    expect(made!.mix!.unplaced).toHaveLength(6);
    expect(made!.mix!.unplaced[0]!.reasons.join()).toContain('node affinity/selector');
  }, 120_000);

  it('of a GPU that is not NVIDIA', async () => {
    const amd = edited('Node', 'gpu-on-demand', ({ status }) => {
      for (const part of [status.capacity, status.allocatable]) {
        part['amd.com/gpu'] = part['nvidia.com/gpu'];
        delete part['nvidia.com/gpu'];
      }
    });
    const report = await costOf(aws, { plan }, amd);
    expect(report.now.perHour).toBeCloseTo(await everything(), 9);
    expect(report.plan!.total.savingPerHour).toBeGreaterThanOrEqual(0);
  }, 120_000);

  it('of an empty cluster', async () => {
    const sources = await exampleSources({ prices: aws });
    const list = (): Promise<readonly KubernetesObject[]> => Promise.resolve([]);
    const none = await analyzeCost({ ...sources, cluster: { ...sources.cluster, list } }, undefined, {
      by: 'namespace',
      plan,
    });
    expect(none).toMatchObject({ now: { perHour: 0 }, rows: [], plan: { total: { savingPerHour: 0 } } });
  });
});
