import {
  amountOf,
  dayOf,
  type ImportedFile,
  type ImportedRow,
  type ImportProblem,
  priceOf,
} from './imported-row.ts';
import { at, listAt, textAt } from './json-values.ts';

/**
 * A page of the Retail Prices API (`Items`), or several in a list: Linux virtual machines, consumption, by the hour, on demand and spot.
 */
export function readAzureRetailPrices(file: unknown): ImportedFile {
  const problems: ImportProblem[] = [];
  const rows: ImportedRow[] = [];
  let skipped = 0;
  const pages: readonly (readonly [readonly (string | number)[], unknown])[] = Array.isArray(file)
    ? file.map((page: unknown, index) => [[index], page])
    : [[[], file]];
  for (const [start, page] of pages) {
    for (const [index, item] of listAt(page, 'Items').entries()) {
      const text = (name: string): string => textAt(item, name) ?? '';
      const instanceType = text('armSkuName');
      const isSpot = /\bspot\b/i.test(text('meterName'));
      const isNode =
        text('serviceName') === 'Virtual Machines' &&
        text('type') === 'Consumption' &&
        !/windows/i.test(text('productName')) &&
        !/low priority/i.test(text('meterName')) &&
        !/cloud ?services/i.test(text('productName')) &&
        instanceType !== '';
      if (!isNode) {
        skipped += 1;
        continue;
      }
      const path = [...start, 'Items', index];
      const price = priceOf(at(item, 'retailPrice'));
      if (price === undefined || text('unitOfMeasure') !== '1 Hour') {
        problems.push({
          at: [...path, 'retailPrice'],
          message: `${instanceType} has no retailPrice for 1 Hour`,
        });
        continue;
      }
      rows.push({
        ...{ instanceType, source: 'Azure retail prices' },
        ...(isSpot ? { spotPerHour: price } : { onDemandPerHour: price }),
        ...(text('currencyCode') !== '' && { currency: text('currencyCode') }),
        ...(text('armRegionName') !== '' && { region: text('armRegionName') }),
        ...dayOf(at(item, 'effectiveStartDate')),
      });
    }
  }
  return { format: 'Azure retail prices', provider: 'azure', rows, problems, skipped };
}

const gibibyte = 2 ** 30;

/** What `az vm list-skus` prints: shapes. The model of GPUs is not in it. */
export function readAzureSkus(file: unknown): ImportedFile {
  const rows = (Array.isArray(file) ? file : []).flatMap((sku: unknown): ImportedRow[] => {
    const instanceType = textAt(sku, 'name');
    const capability = (name: string): string | undefined =>
      textAt(
        listAt(sku, 'capabilities').find((each) => textAt(each, 'name') === name),
        'value',
      );
    const cpuCores = amountOf(capability('vCPUs'));
    const memoryBytes = amountOf(capability('MemoryGB'), gibibyte);
    if (instanceType === undefined || cpuCores === undefined || memoryBytes === undefined) return [];
    const isArm = capability('CpuArchitectureType') === 'Arm64';
    return [
      {
        instanceType,
        shape: { cpuCores, memoryBytes, ...(isArm && { architecture: 'arm64' }) },
      },
    ];
  });
  return {
    format: 'Azure SKUs',
    provider: 'azure',
    rows,
    problems: [],
    skipped: (Array.isArray(file) ? file.length : 0) - rows.length,
  };
}
