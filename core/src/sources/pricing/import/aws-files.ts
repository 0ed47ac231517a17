import {
  amountOf,
  dayOf,
  dearest,
  type ImportedFile,
  type ImportedRow,
  type ImportedShape,
  type ImportProblem,
  priceOf,
} from './imported-row.ts';
import { at, entriesAt, listAt, textAt } from './json-values.ts';

const gibibyte = 2 ** 30;
const mebibyte = 2 ** 20;

/**
 * A price list of EC2: the offer file of a region (`products` and `terms`) or what `aws pricing get-products` prints (`PriceList`). Of
 * it Linux on shared hardware, without bought software, used on demand: what a node of a cluster is.
 */
export function readAwsPriceList(file: unknown): ImportedFile {
  const rows: ImportedRow[] = [];
  const problems: ImportProblem[] = [];
  let skipped = 0;
  for (const { product, terms, path, publicationDate } of awsProducts(file, problems)) {
    const text = (name: string): string | undefined => textAt(product, 'attributes', name);
    const instanceType = text('instanceType');
    const isNode =
      instanceType !== undefined &&
      textAt(product, 'productFamily')?.startsWith('Compute Instance') === true &&
      text('operatingSystem') === 'Linux' &&
      text('tenancy') === 'Shared' &&
      text('preInstalledSw') === 'NA' &&
      (text('capacitystatus') ?? 'Used') === 'Used';
    if (!isNode) {
      skipped += 1;
      continue;
    }
    const shape = awsShape(product);
    if (!shape) {
      problems.push({ at: path, message: `${instanceType} has no vcpu and memory that can be read` });
    }
    const region = text('regionCode');
    for (const [, term] of entriesAt(terms)) {
      for (const [, dimension] of entriesAt(term, 'priceDimensions')) {
        for (const [currency, amount] of entriesAt(dimension, 'pricePerUnit')) {
          const onDemandPerHour = priceOf(amount);
          if (onDemandPerHour === undefined || textAt(dimension, 'unit') !== 'Hrs') {
            problems.push({
              at: path,
              message: `${instanceType} has the price ${JSON.stringify(amount)} per ${textAt(dimension, 'unit') ?? 'nothing'}, which is none per hour`,
            });
            continue;
          }
          rows.push({
            ...{ instanceType, currency, onDemandPerHour, source: 'AWS price list' },
            ...(region !== undefined && { region }),
            ...(shape && { shape }),
            ...dayOf(textAt(term, 'effectiveDate') ?? publicationDate),
          });
        }
      }
    }
  }
  return { format: 'AWS price list', provider: 'aws', rows, problems, skipped };
}

interface AwsProduct {
  readonly product: unknown;
  readonly terms: unknown;
  readonly path: readonly (string | number)[];
  readonly publicationDate: string | undefined;
}

function* awsProducts(file: unknown, problems: ImportProblem[]): Generator<AwsProduct> {
  const publicationDate = textAt(file, 'publicationDate');
  for (const [sku, product] of entriesAt(file, 'products')) {
    yield { product, terms: at(file, 'terms', 'OnDemand', sku), path: ['products', sku], publicationDate };
  }
  for (const [index, entry] of listAt(file, 'PriceList').entries()) {
    const path = ['PriceList', index];
    const offer = typeof entry === 'string' ? parsed(entry) : entry;
    if (offer === undefined) {
      problems.push({ at: path, message: 'holds a text that is no JSON' });
      continue;
    }
    yield {
      product: at(offer, 'product'),
      terms: at(offer, 'terms', 'OnDemand'),
      path,
      publicationDate: textAt(offer, 'publicationDate'),
    };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `vcpu: "4"`, `memory: "16 GiB"` or `"1,952 GiB"`. The model of GPUs is not in it. */
function awsShape(product: unknown): ImportedShape | undefined {
  const text = (name: string): string => (textAt(product, 'attributes', name) ?? '').replaceAll(',', '');
  const cpuCores = amountOf(text('vcpu'));
  const memoryBytes = amountOf(/^([\d.]+) GiB$/.exec(text('memory'))?.[1], gibibyte);
  if (cpuCores === undefined || memoryBytes === undefined) return undefined;
  const isArm = /graviton/i.test(text('physicalProcessor'));
  return { cpuCores, memoryBytes, ...(isArm && { architecture: 'arm64' }) };
}

/** What `aws ec2 describe-spot-price-history` prints: the newest price of each zone, of the zones the dearest. */
export function readAwsSpotHistory(file: unknown): ImportedFile {
  const problems: ImportProblem[] = [];
  const newest = new Map<
    string,
    { readonly instanceType: string; readonly price: number; readonly moment: string }
  >();
  let skipped = 0;
  for (const [index, entry] of listAt(file, 'SpotPriceHistory').entries()) {
    const [instanceType, zone, moment] = ['InstanceType', 'AvailabilityZone', 'Timestamp'].map((name) =>
      textAt(entry, name),
    );
    if (!(textAt(entry, 'ProductDescription') ?? 'Linux/UNIX').startsWith('Linux/UNIX')) {
      skipped += 1;
      continue;
    }
    const price = priceOf(at(entry, 'SpotPrice'));
    if (instanceType === undefined || moment === undefined || price === undefined) {
      problems.push({
        at: ['SpotPriceHistory', index],
        message: 'must have InstanceType, SpotPrice and Timestamp',
      });
      continue;
    }
    const key = `${instanceType} ${zone ?? ''}`;
    if ((newest.get(key)?.moment ?? '') < moment) newest.set(key, { instanceType, price, moment });
  }
  const rows = new Map<string, ImportedRow>();
  for (const { instanceType, price, moment } of newest.values()) {
    const spotPerHour = dearest(rows.get(instanceType)?.spotPerHour, price);
    rows.set(instanceType, {
      instanceType,
      currency: 'USD',
      spotPerHour,
      source: 'AWS spot price history',
      ...dayOf(moment),
    });
  }
  return { format: 'AWS spot price history', provider: 'aws', rows: [...rows.values()], problems, skipped };
}

/** What `aws ec2 describe-instance-types` prints: shapes, with the models of GPUs. */
export function readAwsInstanceTypes(file: unknown): ImportedFile {
  const problems: ImportProblem[] = [];
  const rows = listAt(file, 'InstanceTypes').flatMap((entry, index): ImportedRow[] => {
    const instanceType = textAt(entry, 'InstanceType');
    const cpuCores = amountOf(at(entry, 'VCpuInfo', 'DefaultVCpus'));
    const memoryBytes = amountOf(at(entry, 'MemoryInfo', 'SizeInMiB'), mebibyte);
    if (instanceType === undefined || cpuCores === undefined || memoryBytes === undefined) {
      problems.push({
        at: ['InstanceTypes', index],
        message: 'must have InstanceType, VCpuInfo.DefaultVCpus and MemoryInfo.SizeInMiB',
      });
      return [];
    }
    const isArm = listAt(entry, 'ProcessorInfo', 'SupportedArchitectures').includes('arm64');
    const gpu = awsGpu(entry);
    const shape = {
      cpuCores,
      memoryBytes,
      ...(isArm && { architecture: 'arm64' as const }),
      ...(gpu && { gpu }),
    };
    return [{ instanceType, shape }];
  });
  return { format: 'AWS instance types', provider: 'aws', rows, problems, skipped: 0 };
}

function awsGpu(entry: unknown): ImportedShape['gpu'] {
  const gpu = at(entry, 'GpuInfo', 'Gpus', 0);
  const [model, count] = [textAt(gpu, 'Name'), amountOf(at(gpu, 'Count'))];
  if (model === undefined || count === undefined || !Number.isInteger(count)) return undefined;
  const memoryBytes = amountOf(at(gpu, 'MemoryInfo', 'SizeInMiB'), mebibyte);
  const vendor = textAt(gpu, 'Manufacturer')?.toLowerCase();
  return {
    model: model.toLowerCase().replaceAll(' ', '-'),
    count,
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(vendor === 'amd' && { vendor }),
  };
}
