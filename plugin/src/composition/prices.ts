import { mergePriceBooks, type PriceBook } from '@kubectl-autoscale/core/cost';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';
import {
  bundledBooks,
  bundledPriceSource,
  composedPriceSource,
  filePriceSource,
  type PriceLayerSource,
} from '@kubectl-autoscale/core/sources/pricing';

/**
 * The price book that `--prices` names: `none`, a bundled PROVIDER or PROVIDER/REGION, a file of prices or terms, or several
 * with `+` between them, of which a later one stands over the ones before it.
 */
export async function openPrices(name: string): Promise<PriceBook | undefined> {
  return name === 'none' ? undefined : composedPriceSource(name.split('+').map(priceLayer)).load();
}

function priceLayer(name: string): PriceLayerSource {
  if (/\.(ya?ml|json)$/.test(name)) return filePriceSource(diskFiles('.'), name);
  const [provider = '', region] = name.split('/');
  return bundledPriceSource(provider, region);
}

/** The books that come with the program. */
export function bundledPrices(): Promise<readonly PriceBook[]> {
  return Promise.all(bundledBooks.map(({ provider, region }) => bundledPriceSource(provider, region).load()));
}

/** Shapes of all instance types that the program knows, whatever cloud sells them. */
export async function bundledShapes(): Promise<PriceBook> {
  const [first, ...others] = (await bundledPrices()).filter(({ provider }) => provider !== 'example');
  if (first === undefined) throw new RangeError('no prices are bundled');
  return others.reduce(mergePriceBooks, first);
}
