import { expandPriceBook, type PriceBook } from '../../cost/index.ts';
import { type PriceSource, SourceError } from '../../ports/index.ts';
import type { PriceLayerSource } from './composed-prices.ts';

/** A price book that comes with the program. */
export interface BundledBook {
  readonly provider: 'aws' | 'gcp' | 'azure' | 'example';
  readonly region: string;
}

interface LoadableBook extends BundledBook {
  /** Each is its own module, so that only what is asked for is read. */
  readonly load: () => Promise<PriceBook>;
}

const books: readonly LoadableBook[] = [
  {
    provider: 'aws',
    region: 'us-east-1',
    load: async () =>
      expandPriceBook((await import('../../cost/price-books/aws-us-east-1.generated.ts')).awsUsEast1),
  },
  {
    provider: 'gcp',
    region: 'us-central1',
    load: async () =>
      expandPriceBook((await import('../../cost/price-books/gcp-us-central1.generated.ts')).gcpUsCentral1),
  },
  {
    provider: 'azure',
    region: 'eastus',
    load: async () =>
      expandPriceBook((await import('../../cost/price-books/azure-eastus.generated.ts')).azureEastus),
  },
  {
    provider: 'example',
    region: 'us-east-1',
    load: async () => expandPriceBook((await import('../../cost/price-books/example.ts')).examplePriceBook),
  },
];

export const bundledBooks: readonly BundledBook[] = books.map(({ provider, region }) => ({
  provider,
  region,
}));

/**
 * The bundled prices of a provider; without a region, of the one that is bundled. Loading throws {@link
 * SourceError} `not-found` for any other, and says which there are.
 */
export function bundledPriceSource(provider: string, region?: string): PriceSource & PriceLayerSource {
  const name = region === undefined ? provider : `${provider}/${region}`;
  const description = `bundled prices ${name}`;
  const load = (): Promise<PriceBook> => {
    const book = books.find(
      (candidate) => candidate.provider === provider && (region === undefined || candidate.region === region),
    );
    return book ? book.load() : Promise.reject(notBundled(description, name));
  };
  return { description, load, loadLayer: async () => ({ description, book: await load() }) };
}

function notBundled(source: string, name: string): SourceError {
  const known = bundledBooks.map((book) => `${book.provider}/${book.region}`).join(', ');
  return new SourceError({
    code: 'not-found',
    source,
    message: `there are no bundled prices for ${name}`,
    suggestions: [`use one of ${known}`, 'give a price file of your own'],
  });
}
