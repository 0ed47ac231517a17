import { dropUndefined } from '../apis/drop-undefined.ts';
import type { GpuVendor } from '../gpu/gpu-resource.ts';
import type { InstanceOffering, OfferedGpu, PriceBook } from './price-book.ts';

/** A price book as it is bundled: one line an offering, which keeps it small and its changes readable. */
export interface CompactPriceBook extends Omit<PriceBook, 'offerings'> {
  /** Every spot price in the book is an estimate. */
  readonly spotIsEstimate: boolean;
  /** Lines of {@link compactColumns}, separated by commas; an empty field is not known. */
  readonly rows: string;
}

/** Memory is in MiB; `gpu` is `vendor/model`; `allocatable…` in thousandths of a core and MiB. */
export const compactColumns = [
  'instanceType',
  'architecture',
  'cpuCores',
  'memory',
  'gpuCount',
  'gpu',
  'gpuMemory',
  'onDemandPerHour',
  'spotPerHour',
  'maxPods',
  'allocatableCpu',
  'allocatableMemory',
] as const;

type Row = Partial<Record<(typeof compactColumns)[number], string>>;

const mebibyte = 2 ** 20;

/** Writes the bundled form out in full. */
export function expandPriceBook({ rows, spotIsEstimate, ...book }: CompactPriceBook): PriceBook {
  const offerings = rows
    .trim()
    .split('\n')
    .map((line) => readRow(line.split(','), spotIsEstimate));
  return { ...book, offerings };
}

function readRow(fields: readonly string[], spotIsEstimate: boolean): InstanceOffering {
  const row: Row = Object.fromEntries(compactColumns.map((column, index) => [column, fields[index]]));
  const spotPerHour = numberIn(row.spotPerHour);
  return dropUndefined({
    instanceType: row.instanceType ?? '',
    cpuCores: numberIn(row.cpuCores) ?? 0,
    memoryBytes: (numberIn(row.memory) ?? 0) * mebibyte,
    gpu: readGpu(row),
    architecture: row.architecture === 'arm64' ? ('arm64' as const) : ('amd64' as const),
    onDemandPerHour: numberIn(row.onDemandPerHour) ?? 0,
    spotPerHour,
    spotIsEstimate: spotPerHour !== undefined && spotIsEstimate ? true : undefined,
    maxPods: numberIn(row.maxPods),
    allocatable: readAllocatable(row),
  });
}

function readGpu(row: Row): OfferedGpu | undefined {
  const count = numberIn(row.gpuCount);
  if (count === undefined) return undefined;
  const [vendor, model = ''] = (row.gpu ?? '').split('/');
  const memory = numberIn(row.gpuMemory);
  return dropUndefined({
    model,
    count,
    memoryBytes: memory === undefined ? undefined : memory * mebibyte,
    vendor: vendor as GpuVendor,
  });
}

function readAllocatable(row: Row): InstanceOffering['allocatable'] {
  const cpu = numberIn(row.allocatableCpu);
  const memory = numberIn(row.allocatableMemory);
  if (cpu === undefined || memory === undefined) return undefined;
  return { cpuCores: cpu / 1000, memoryBytes: memory * mebibyte };
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
