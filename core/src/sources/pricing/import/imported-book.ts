import { dropUndefined } from '../../../apis/drop-undefined.ts';
import { findOffering, type InstanceOffering, type PriceBook } from '../../../cost/index.ts';
import { fail, ok, type Result } from '../../../units/result.ts';
import type { ImportedFile, ImportedRow } from './imported-row.ts';

export interface ImportRequest {
  readonly region: string | undefined;
  /** Of the book; that of the prices where all have one. */
  readonly currency: string | undefined;
  /** How much one unit of a currency is in `currency`. */
  readonly rates: ReadonlyMap<string, number>;
  /** Shapes, GPUs and allocatable where the files do not have them. */
  readonly shapes: PriceBook | undefined;
  /** ISO day, where a price has none. */
  readonly today: string;
}

/** A book made of files, and what is not in it. */
export interface ImportedBook {
  readonly book: PriceBook;
  /** One sentence each. */
  readonly leftOut: readonly string[];
}

/** Brings what several files say of each instance type together. Fails with a sentence where no price is left. */
export function importedBook(
  files: readonly ImportedFile[],
  request: ImportRequest,
): Result<ImportedBook, string> {
  const all = files.flatMap(({ rows }) => rows);
  const priced = all.filter((row) => row.onDemandPerHour !== undefined || row.spotPerHour !== undefined);
  const regions = [...new Set(priced.flatMap(({ region }) => region ?? []))];
  const region = request.region ?? (regions.length === 1 ? regions[0] : undefined);
  if (region === undefined) {
    return fail(
      regions.length === 0
        ? 'the prices name no region: name it with --region'
        : `the prices are of ${regions.length} regions (${regions.slice(0, 4).join(', ')}${regions.length > 4 ? ', …' : ''}): choose one with --region`,
    );
  }
  const currencies = [...new Set(priced.flatMap(({ currency }) => currency ?? []))];
  const currency = request.currency ?? currencies[0];
  if (currency === undefined) return fail('the prices name no currency: name it with --currency');
  if (!/^[A-Z]{3}$/.test(currency)) {
    return fail(
      `the prices are in "${currency}", which is no ISO 4217 code such as USD: name theirs with --currency`,
    );
  }
  const leftOut: string[] = [];
  const here = all.filter((row) => row.region === undefined || row.region === region);
  const kept = here.flatMap((row) => inCurrency(row, currency, request.rates) ?? []);
  for (const other of currencies.filter((each) => each !== currency && !request.rates.has(each))) {
    const count = here.filter((row) => row.currency === other).length;
    leftOut.push(
      `${count} ${count === 1 ? 'price' : 'prices'} in ${other}, because there is no rate to ${currency}: give --rate ${other}=…`,
    );
  }
  const byType = new Map<string, ImportedRow>();
  for (const row of kept) byType.set(row.instanceType, { ...byType.get(row.instanceType), ...row });
  const [shapeless, spotOnly]: [string[], string[]] = [[], []];
  const offerings = [...byType.values()].flatMap((row): InstanceOffering[] => {
    if (row.onDemandPerHour === undefined) {
      if (row.spotPerHour !== undefined) spotOnly.push(row.instanceType);
      return [];
    }
    const known = request.shapes && findOffering(request.shapes, row.instanceType);
    const offering = offeringOf(row, row.onDemandPerHour, known, request.today);
    if (offering) return [offering];
    shapeless.push(row.instanceType);
    return [];
  });
  leftOut.push(
    ...named(shapeless, 'without a shape: add a file of shapes, or cpu and memory'),
    ...named(spotOnly, 'with a spot price and none on demand'),
  );
  if (offerings.length === 0) return fail(['no price is left', ...leftOut].join('; '));
  const sorted = offerings.sort((a, b) => (a.instanceType < b.instanceType ? -1 : 1));
  const days = sorted.flatMap(({ asOf }) => asOf ?? []).sort();
  const [provider = 'custom'] = files.map((file) => file.provider).filter((each) => each !== 'custom');
  return ok({
    book: {
      ...{ provider, region, currency },
      asOf: days.at(-1) ?? request.today,
      source: [...new Set(files.map(({ format }) => format))].join(' and '),
      offerings: sorted,
    },
    leftOut,
  });
}

/** `undefined` where its prices are in a currency that has no rate. */
function inCurrency(
  row: ImportedRow,
  currency: string,
  rates: ReadonlyMap<string, number>,
): ImportedRow | undefined {
  if (row.currency === undefined || row.currency === currency) return row;
  const rate = rates.get(row.currency);
  if (rate === undefined) return undefined;
  return dropUndefined({
    ...row,
    currency,
    onDemandPerHour: row.onDemandPerHour === undefined ? undefined : row.onDemandPerHour * rate,
    spotPerHour: row.spotPerHour === undefined ? undefined : row.spotPerHour * rate,
    source: `${row.source ?? 'imported'} at ${rate} ${currency} for 1 ${row.currency}`,
  });
}

/** The file's shape wins; of a known type what the file does not say is the book's. `undefined` without any shape. */
function offeringOf(
  { instanceType, spotPerHour, shape, asOf, source }: ImportedRow,
  onDemandPerHour: number,
  known: InstanceOffering | undefined,
  today: string,
): InstanceOffering | undefined {
  const size = shape ?? known;
  if (size === undefined) return undefined;
  return dropUndefined({
    instanceType,
    cpuCores: size.cpuCores,
    memoryBytes: size.memoryBytes,
    gpu: size.gpu ?? known?.gpu,
    architecture: size.architecture ?? known?.architecture ?? ('amd64' as const),
    onDemandPerHour,
    spotPerHour,
    maxPods: known?.maxPods,
    allocatable: known?.allocatable,
    source: source ?? 'imported',
    asOf: asOf ?? today,
  });
}

function named(types: readonly string[], why: string): readonly string[] {
  if (types.length === 0) return [];
  const shown = [...types].sort().slice(0, 3).join(', ');
  return [
    `${types.length} instance ${types.length === 1 ? 'type' : 'types'} ${why} (${shown}${types.length > 3 ? ', …' : ''})`,
  ];
}
