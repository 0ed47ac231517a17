import type { InstanceOffering, PriceBook } from '../../../cost/index.ts';
import { dayOf, type ImportedFile, type ImportedRow, type ImportProblem } from './imported-row.ts';
import { at, listAt, textAt } from './json-values.ts';

const gibibyte = 2 ** 30;

interface Rate {
  readonly price: number;
  readonly currency: string;
  readonly asOf?: string;
}

/**
 * Google's Cloud Billing catalogue of Compute Engine (`skus`) prices cores, memory and GPUs, not machine types: the price of a type is
 * that of its parts. Which parts a type has is read from `shapes`, a book that knows it; families without both a core and a memory
 * rate in the region are left out.
 */
export function readGcpSkus(file: unknown, shapes: PriceBook, region: string): ImportedFile {
  const problems: ImportProblem[] = [];
  const rates = new Map<string, Rate>();
  let skipped = 0;
  for (const [index, sku] of listAt(file, 'skus').entries()) {
    const part = partOf(textAt(sku, 'description') ?? '');
    const usage = textAt(sku, 'category', 'usageType');
    const isHere = listAt(sku, 'serviceRegions').includes(region);
    const kind = usage === 'OnDemand' ? 'on-demand' : usage === 'Preemptible' ? 'spot' : undefined;
    if (part === undefined || kind === undefined || !isHere) {
      skipped += 1;
      continue;
    }
    const rate = rateOf(sku);
    if (rate) rates.set(`${part} ${kind}`, rate);
    else {
      problems.push({ at: ['skus', index], message: 'has no pricingInfo with a unitPrice that can be read' });
    }
  }
  const rows = shapes.offerings.flatMap((offering) => rowOf(offering, rates, region) ?? []);
  return { format: 'GCP SKU catalogue', provider: 'gcp', rows, problems, skipped };
}

/** `n2 core`, `n2 ram`, `gpu l4`: what a description names; `undefined` for other things. */
function partOf(description: string): string | undefined {
  const text = description.replace(/^Spot Preemptible /, '');
  // Sole tenancy, custom shapes and reservations have names of their own.
  const family = /^(\w+)(?: AMD| Arm| Predefined)? Instance (Core|Ram) running in /.exec(text);
  if (family) return `${(family[1] ?? '').toLowerCase()} ${(family[2] ?? '').toLowerCase()}`;
  const compute = /^Compute optimized (Core|Ram) running in /.exec(text);
  if (compute) return `c2 ${(compute[1] ?? '').toLowerCase()}`;
  const gpu = /^Nvidia (?:Tesla )?(.+?) GPU (?:attached to Spot Preemptible VMs )?running in /.exec(text);
  return gpu ? `gpu ${plain(gpu[1] ?? '')}` : undefined;
}

function plain(model: string): string {
  return model
    .toLowerCase()
    .replace(/nvidia|tesla/g, '')
    .replace(/[^a-z0-9]/g, '');
}

function rateOf(sku: unknown): Rate | undefined {
  const info = listAt(sku, 'pricingInfo').at(-1);
  // Later tiers are for more usage; those of instances have one, some after an empty first.
  const unit = at(listAt(info, 'pricingExpression', 'tieredRates').at(-1), 'unitPrice');
  const [units, nanos] = [Number(at(unit, 'units') ?? 0), Number(at(unit, 'nanos') ?? 0)];
  const currency = textAt(unit, 'currencyCode');
  const price = units + nanos / 1e9;
  if (currency === undefined || !(price >= 0)) return undefined;
  return { price, currency, ...dayOf(at(info, 'effectiveTime')) };
}

function rowOf(
  { instanceType, cpuCores, memoryBytes, gpu, architecture }: InstanceOffering,
  rates: ReadonlyMap<string, Rate>,
  region: string,
): ImportedRow | undefined {
  // Parts of a core have rates of their own making.
  const [family = '', size = ''] = instanceType.split('-');
  if (['micro', 'small', 'medium'].includes(size)) return undefined;
  const priceOf = (kind: 'on-demand' | 'spot'): Rate | undefined => {
    const [core, ram] = [rates.get(`${family} core ${kind}`), rates.get(`${family} ram ${kind}`)];
    const device = gpu && rates.get(`gpu ${plain(gpu.model)} ${kind}`);
    if (!core || !ram || (gpu && !device)) return undefined;
    return {
      ...core,
      price:
        cpuCores * core.price +
        (memoryBytes / gibibyte) * ram.price +
        (gpu && device ? gpu.count * device.price : 0),
    };
  };
  const [onDemand, spot] = [priceOf('on-demand'), priceOf('spot')];
  if (!onDemand) return undefined;
  return {
    ...{
      instanceType,
      region,
      currency: onDemand.currency,
      onDemandPerHour: onDemand.price,
      source: 'GCP SKU catalogue',
    },
    ...(spot && { spotPerHour: spot.price }),
    ...(onDemand.asOf !== undefined && { asOf: onDemand.asOf }),
    shape: { cpuCores, memoryBytes, architecture, ...(gpu && { gpu }) },
  };
}
