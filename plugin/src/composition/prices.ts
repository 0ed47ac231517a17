import type { PriceBook } from '@kubectl-autoscale/core/cost';
import type { PriceSource } from '@kubectl-autoscale/core/ports';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';
import {
  bundledBooks,
  bundledPriceSource,
  filePriceSource,
  layeredPriceSource,
} from '@kubectl-autoscale/core/sources/pricing';

/**
 * The price book that `--prices` names: `none`, a bundled PROVIDER or PROVIDER/REGION, a file, or several with `+` between
 * them, of which a later one stands over the ones before it.
 */
export async function openPrices(name: string): Promise<PriceBook | undefined> {
  if (name === 'none') return undefined;
  const [first, ...over] = name.split('+').map(priceSource);
  return first && over.reduce(layeredPriceSource, first).load();
}

function priceSource(name: string): PriceSource {
  if (/\.(ya?ml|json)$/.test(name)) return filePriceSource(diskFiles('.'), name);
  const [provider = '', region] = name.split('/');
  return bundledPriceSource(provider, region);
}

/** The books that come with the program. */
export function bundledPrices(): Promise<readonly PriceBook[]> {
  return Promise.all(bundledBooks.map(({ provider, region }) => bundledPriceSource(provider, region).load()));
}
