import type { PriceBook } from '@kubectl-autoscale/core/cost';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';
import { bundledPriceSource, filePriceSource } from '@kubectl-autoscale/core/sources/pricing';

/** The price book that `--prices` names: `none`, a bundled PROVIDER or PROVIDER/REGION, or a file. */
export async function openPrices(name: string): Promise<PriceBook | undefined> {
  if (name === 'none') return undefined;
  if (/\.(ya?ml|json)$/.test(name)) return filePriceSource(diskFiles('.'), name).load();
  const [provider = '', region] = name.split('/');
  return bundledPriceSource(provider, region).load();
}
