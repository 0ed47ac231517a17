import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  examplePriceBook,
  expandPriceBook,
  fleetCost,
  type PriceBook,
  type PriceTerms,
} from '#core/cost/index.ts';
import type { PriceSource, SourceError } from '#core/ports/index.ts';
import { diskFiles } from '#core/sources/files/index.ts';
import {
  bundledBooks,
  bundledPriceSource,
  composedPriceSource,
  filePriceSource,
  type PriceLayerSource,
} from '#core/sources/pricing/index.ts';

async function failureOf(source: PriceSource): Promise<SourceError> {
  return source.load().then(
    () => {
      throw new Error('loaded');
    },
    (error: unknown) => error as SourceError,
  );
}

describe('bundledPriceSource', () => {
  it.each(bundledBooks)('loads $provider/$region', async ({ provider, region }) => {
    const source = bundledPriceSource(provider, region);
    expect(source.description).toBe(`bundled prices ${provider}/${region}`);
    const book = await source.load();
    expect(book).toMatchObject({ provider, region, currency: 'USD' });
    expect(book.offerings.length).toBeGreaterThan(5);
  });

  it('takes the region that is there', async () => {
    expect(await bundledPriceSource('gcp').load()).toMatchObject({ region: 'us-central1' });
  });

  it.each([
    ['aws', 'eu-west-1', 'aws/eu-west-1'],
    ['ovh', undefined, 'ovh'],
    ['__proto__', undefined, '__proto__'],
  ])('says what there is instead of %s %s', async (provider, region, name) => {
    const error = await failureOf(bundledPriceSource(provider, region));
    expect(error.code).toBe('not-found');
    expect(error.message).toBe(`there are no bundled prices for ${name}`);
    expect(error.details.suggestions?.[0]).toContain('aws/us-east-1, gcp/us-central1, azure/eastus');
  });
});

describe('filePriceSource', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'prices-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const fileWith = (text: string, name = 'prices.yaml'): PriceSource => {
    writeFileSync(join(folder, name), text);
    return filePriceSource(diskFiles(folder), name);
  };
  const head = `apiVersion: kubectl-autoscale.io/v1alpha1
kind: PriceBook
region: eu-central-1
currency: EUR
asOf: 2026-08-01
`;
  const full = `${head}provider: aws
source: framework contract
offerings:
  - instanceType: g5.xlarge
    cpu: 4
    memory: 16Gi
    gpu: {model: a10g, count: 1, memory: 24Gi, vendor: nvidia}
    onDemandPerHour: 1.11
    spotPerHour: 0.44
    spotIsEstimate: true
    maxPods: 58
    allocatable: {cpu: 3920m, memory: 14162Mi}
  - {instanceType: m7g.large, cpu: "2", memory: 8Gi, architecture: arm64, onDemandPerHour: 0}
`;
  const expected: PriceBook = {
    provider: 'aws',
    region: 'eu-central-1',
    currency: 'EUR',
    asOf: '2026-08-01',
    source: 'framework contract',
    offerings: [
      {
        instanceType: 'g5.xlarge',
        cpuCores: 4,
        memoryBytes: 16 * 2 ** 30,
        gpu: { model: 'a10g', count: 1, memoryBytes: 24 * 2 ** 30, vendor: 'nvidia' },
        architecture: 'amd64',
        onDemandPerHour: 1.11,
        spotPerHour: 0.44,
        spotIsEstimate: true,
        maxPods: 58,
        allocatable: { cpuCores: 3.92, memoryBytes: 14_162 * 2 ** 20 },
      },
      {
        instanceType: 'm7g.large',
        cpuCores: 2,
        memoryBytes: 8 * 2 ** 30,
        architecture: 'arm64',
        onDemandPerHour: 0,
      },
    ],
  };

  it('reads YAML', async () => {
    const source = fileWith(full);
    expect(source.description).toBe('price file prices.yaml');
    expect(await source.load()).toEqual({ ...expected, ownFiles: ['prices.yaml'] });
  });

  it('reads JSON, other documents beside it', async () => {
    const { offerings, ...book } = expected;
    const json = {
      apiVersion: 'kubectl-autoscale.io/v1alpha1',
      kind: 'PriceBook',
      ...book,
      offerings: [
        { instanceType: 'm7g.large', cpu: 2, memory: '8Gi', architecture: 'arm64', onDemandPerHour: 0 },
      ],
    };
    expect(await fileWith(JSON.stringify(json, null, 2), 'prices.json').load()).toEqual({
      ...expected,
      offerings: offerings.slice(1),
      ownFiles: ['prices.json'],
    });
    const beside = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n${full}`;
    expect(await fileWith(beside, 'both.yaml').load()).toEqual({ ...expected, ownFiles: ['both.yaml'] });
  });

  it('is a custom provider and its own source unless it says otherwise', async () => {
    const text = `${head}offerings: [{instanceType: a, cpu: 1, memory: 1Gi, onDemandPerHour: 1}]\n`;
    expect(await fileWith(text).load()).toMatchObject({ provider: 'custom', source: 'prices.yaml' });
  });

  it('makes costs in its own currency', async () => {
    const book = await fileWith(full).load();
    const { total } = fleetCost([{ instanceType: 'g5.xlarge', count: 2, capacityType: 'on-demand' }], book);
    expect(total.perHour).toEqual({ amount: 2.22, currency: 'EUR' });
  });

  const offering = (fields: string): string => `${head}offerings:\n  - instanceType: a\n${fields}`;
  it.each([
    [
      'no currency',
      full.replace('currency: EUR\n', ''),
      ':2:1: currency is missing: it must be an ISO 4217 code',
    ],
    ['a wrong currency', full.replace('EUR', 'Euro'), ':4:11: currency must be an ISO 4217 code such as USD'],
    ['a wrong day', full.replace('2026-08-01', '2026-13-01'), ':5:7: asOf is no day of the calendar'],
    ['no day', full.replace('2026-08-01', 'August'), ':5:7: asOf must be the day of the prices'],
    [
      'an unknown provider',
      full.replace('provider: aws', 'provider: amazon'),
      ':6:11: provider must be one of aws, gcp',
    ],
    [
      'no offerings',
      `${head}offerings: []\n`,
      ':6:12: offerings must be a list of at least one instance type',
    ],
    ['offerings that are no list', `${head}offerings: 3\n`, ':6:12: offerings must be a list'],
    ['an offering that is no mapping', `${head}offerings: [a]\n`, ':6:13: offerings[0] must be a mapping'],
    [
      'a price with a currency',
      full.replace('1.11', '$1.11'),
      ':13:22: offerings[0].onDemandPerHour must be a price per hour: a number',
    ],
    ['a negative price', full.replace('0.44', '-0.44'), ':14:18: offerings[0].spotPerHour must be a price'],
    [
      'a misspelt field',
      full.replace('spotPerHour', 'spotPerHr'),
      ':14:5: offerings[0].spotPerHr is no field',
    ],
    [
      'a misspelt field at the top',
      full.replace('source:', 'sources:'),
      ':7:1: sources is no field of a PriceBook',
    ],
    [
      'a doubled type',
      full.replace('m7g.large', 'g5.xlarge'),
      ':18:20: offerings[1].instanceType g5.xlarge is listed twice',
    ],
    [
      'memory that is none',
      full.replace('16Gi', '16GB'),
      ':11:13: offerings[0].memory must be an amount of memory',
    ],
    ['no CPU', full.replace('cpu: 4', 'cpu: 0'), ':10:10: offerings[0].cpu must be an amount of CPUs'],
    [
      'half a GPU',
      full.replace('count: 1', 'count: 0.5'),
      ':12:31: offerings[0].gpu.count must be a whole number',
    ],
    ['a GPU that is no mapping', offering('    gpu: t4\n'), ':8:10: offerings[0].gpu must be a mapping'],
    [
      'an unknown vendor',
      full.replace('vendor: nvidia', 'vendor: 3dfx'),
      ':12:56: offerings[0].gpu.vendor must be one of',
    ],
    [
      'a flag that is none',
      full.replace('spotIsEstimate: true', 'spotIsEstimate: 1'),
      ':15:21: offerings[0].spotIsEstimate must be true or false',
    ],
    [
      'an unknown architecture',
      full.replace('arm64', 'mips'),
      ':18:68: offerings[1].architecture must be one of amd64, arm64',
    ],
    ['broken YAML', `${head}offerings: [\n`, 'prices.yaml:'],
    [
      'another kind',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n',
      ':1:1: there is no PriceBook here: start with apiVersion',
    ],
    ['an empty file', '', ':1:1: there is no PriceBook here'],
  ])('points at %s', async (_what, text, place) => {
    const error = await failureOf(fileWith(text));
    expect(error.code).toBe('bad-response');
    expect(error.message).toContain('prices.yaml:');
    expect(error.message).toContain(place);
    expect(error.details.suggestions?.[0]).toContain('docs/prices.md');
  });

  it('shows several mistakes at once, but not all', async () => {
    const error = await failureOf(fileWith(`${head}offerings:\n${'  - {}\n'.repeat(3)}`));
    expect(error.message.split('; ')).toHaveLength(6);
    expect(error.message).toContain(
      'offerings[0].instanceType is missing: it must be the name of an instance type',
    );
    expect(error.message).toMatch(/and 7 more$/);
  });

  it('says when the file cannot be read', async () => {
    const error = await failureOf(filePriceSource(diskFiles(folder), 'none.yaml'));
    expect(error.code).toBe('not-found');
    expect(error.message).toContain('none.yaml');
  });
});

describe('composedPriceSource', () => {
  const book = expandPriceBook(examplePriceBook);
  const layer = (description: string, content: PriceBook): PriceLayerSource => ({
    description,
    loadLayer: () => Promise.resolve({ description, book: content }),
  });
  const contract: PriceBook = {
    ...book,
    source: 'contract',
    offerings: [{ ...book.offerings[0]!, instanceType: 'g5.xlarge', onDemandPerHour: 0.5 }],
  };

  it('lays a contract over list prices', async () => {
    const composed = composedPriceSource([layer('list', book), layer('contract', contract)]);
    expect(composed.description).toBe('list, contract');
    const { offerings } = await composed.load();
    expect(offerings).toHaveLength(6);
    expect(offerings.find(({ instanceType }) => instanceType === 'g5.xlarge')).toMatchObject({
      ...{ onDemandPerHour: 0.5, source: 'contract', asOf: '2026-07-20' },
    });
  });

  it('leaves a book out whose currency has no rate, and says so', async () => {
    const mixed = composedPriceSource([layer('list', book), layer('c', { ...contract, currency: 'EUR' })]);
    const { offerings, leftOut } = await mixed.load();
    expect(offerings).toEqual(book.offerings);
    expect(leftOut).toEqual([
      'the prices of contract (1) are in EUR and no exchange rate to USD is given: they are left out',
    ]);
  });

  it('fails with a sentence where there are only terms', async () => {
    const terms = { source: 't', exchangeRates: new Map(), discounts: [], commitments: [] };
    const only = composedPriceSource([
      { description: 't.yaml', loadLayer: () => Promise.resolve({ description: 't.yaml', terms }) },
    ]);
    const error = await failureOf(only);
    expect(error).toMatchObject({ code: 'bad-response', message: expect.stringContaining('only terms') });
  });
});

describe('terms in a price file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'terms-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const termsOf = async (body: string): Promise<PriceTerms | undefined> => {
    const text = `apiVersion: kubectl-autoscale.io/v1alpha1\nkind: PriceTerms\n${body}`;
    writeFileSync(join(folder, 'terms.yaml'), text);
    return (await filePriceSource(diskFiles(folder), 'terms.yaml').loadLayer()).terms;
  };

  it('are read as they are written', async () => {
    const terms = await termsOf(`currency: EUR
exchangeRates:
  USD: {rate: 0.92, asOf: 2026-08-01}
discounts:
  - {percent: 10}
  - {instanceTypes: ['m6i.*'], capacityType: on-demand, percent: 25}
commitments:
  - {kind: reserved, instanceType: m6i.2xlarge, count: 4, perHour: 0.24}
  - {kind: savings-plan, name: compute, perHour: 5, percent: 28}
`);
    expect(terms).toEqual({
      source: 'terms.yaml',
      currency: 'EUR',
      exchangeRates: new Map([['USD', { rate: 0.92, asOf: '2026-08-01' }]]),
      discounts: [
        { instanceTypes: [], capacityType: 'any', share: 0.1 },
        { instanceTypes: ['m6i.*'], capacityType: 'on-demand', share: 0.25 },
      ],
      commitments: [
        { kind: 'reserved', name: 'reserved 1', instanceType: 'm6i.2xlarge', count: 4, perHour: 0.24 },
        { kind: 'savings-plan', name: 'compute', perHour: 5, instanceTypes: [], share: 0.28 },
      ],
    });
  });

  it.each([
    ['currency: euro\n', '3:11: currency must be an ISO 4217 code'],
    ['discounts:\n  - {percent: 120}\n', '4:15: discounts[0].percent must be per cent off the price'],
    ['exchangeRates:\n  USD: {rate: 0, asOf: 2026-08-01}\n', '4:15: exchangeRates.USD.rate must be how much'],
    ['exchangeRates:\n  usd: {rate: 1, asOf: 2026-08-01}\n', '4:3: usd must be an ISO 4217 code'],
    ['commitments:\n  - {kind: gift}\n', '4:12: commitments[0].kind must be one of'],
    [
      'commitments:\n  - {kind: reserved, count: 0, perHour: 1, instanceType: a}\n',
      'count must be a whole number',
    ],
    ['discount:\n  - {percent: 1}\n', '3:1: discount is no field of a PriceTerms'],
  ])('name the place of a mistake: %j', async (body, message) => {
    await expect(termsOf(body)).rejects.toThrow(message);
  });
});
