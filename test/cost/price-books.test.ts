import { describe, expect, it } from 'vitest';

import { expandPriceBook, findOffering, type PriceBook } from '#core/cost/index.ts';
import { awsUsEast1 } from '#core/cost/price-books/aws-us-east-1.generated.ts';
import { azureEastus } from '#core/cost/price-books/azure-eastus.generated.ts';
import { examplePriceBook } from '#core/cost/price-books/example.ts';
import { gcpUsCentral1 } from '#core/cost/price-books/gcp-us-central1.generated.ts';

const books: readonly (readonly [string, PriceBook])[] = [
  awsUsEast1,
  gcpUsCentral1,
  azureEastus,
  examplePriceBook,
].map((compact) => [compact.provider, expandPriceBook(compact)]);
const aws = expandPriceBook(awsUsEast1);

describe('bundled price books', () => {
  it.each(books)('%s: every offering has a name, a shape and a price', (_provider, book) => {
    for (const offering of book.offerings) {
      expect(offering.instanceType).not.toBe('');
      expect(offering.cpuCores).toBeGreaterThan(0);
      expect(offering.memoryBytes).toBeGreaterThan(2 ** 28);
      expect(offering.onDemandPerHour).toBeGreaterThan(0);
      expect(offering.spotPerHour ?? 0).toBeLessThanOrEqual(offering.onDemandPerHour);
      if (offering.gpu) {
        expect(offering.gpu.count).toBeGreaterThanOrEqual(1);
        expect(offering.gpu.model).not.toBe('');
      }
      if (offering.allocatable) {
        expect(offering.allocatable.cpuCores).toBeLessThan(offering.cpuCores);
        expect(offering.allocatable.memoryBytes).toBeLessThan(offering.memoryBytes);
      }
    }
    expect(new Set(book.offerings.map(({ instanceType }) => instanceType)).size).toBe(book.offerings.length);
    expect(book.asOf).toMatch(/^2026-\d{2}-\d{2}$/);
    expect(book.source).not.toBe('');
  });

  it('cover three clouds', () => {
    expect(
      books.map(([provider, { region, currency, offerings }]) => [
        provider,
        region,
        currency,
        offerings.length,
      ]),
    ).toEqual([
      ['aws', 'us-east-1', 'USD', 1352],
      ['gcp', 'us-central1', 'USD', 516],
      ['azure', 'eastus', 'USD', 1292],
      ['example', 'us-east-1', 'USD', 6],
    ]);
  });

  it('agree with the example on what is on demand', () => {
    for (const { instanceType, onDemandPerHour, cpuCores, memoryBytes } of expandPriceBook(examplePriceBook)
      .offerings) {
      expect(findOffering(aws, instanceType)).toMatchObject({ onDemandPerHour, cpuCores, memoryBytes });
    }
  });

  it('mark estimates as such, and only those', () => {
    expect(findOffering(aws, 'g5.xlarge')).toEqual({
      instanceType: 'g5.xlarge',
      cpuCores: 4,
      memoryBytes: 16 * 2 ** 30,
      gpu: { model: 'a10g', count: 1, memoryBytes: 22_888 * 2 ** 20, vendor: 'nvidia' },
      architecture: 'amd64',
      onDemandPerHour: 1.006,
      spotPerHour: 0.4125,
      spotIsEstimate: true,
      maxPods: 58,
      allocatable: { cpuCores: 3.92, memoryBytes: 14_162 * 2 ** 20 },
    });
    const gcp = expandPriceBook(gcpUsCentral1);
    expect(gcp.offerings.some(({ spotIsEstimate }) => spotIsEstimate)).toBe(false);
    expect(gcp.offerings.every(({ spotPerHour }) => spotPerHour !== undefined)).toBe(true);
    expect(expandPriceBook(azureEastus).offerings.some(({ spotPerHour }) => spotPerHour !== undefined)).toBe(
      false,
    );
  });

  it('know other vendors and architectures', () => {
    expect(findOffering(aws, 'g4ad.xlarge')?.gpu?.vendor).toBe('amd');
    expect(findOffering(aws, 'm7g.large')?.architecture).toBe('arm64');
    expect(findOffering(aws, 'no.such')).toBeUndefined();
  });
});
