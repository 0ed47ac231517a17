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

const mebibyte = 2 ** 20;

/** Writes the bundled form out in full. */
export function expandPriceBook({ rows, spotIsEstimate, ...book }: CompactPriceBook): PriceBook {
  const offerings = rows
    .trim()
    .split('\n')
    .map((line) => readRow(line.split(','), spotIsEstimate));
  return { ...book, offerings };
}

/** In the order of {@link compactColumns}. */
function readRow(row: readonly string[], spotIsEstimate: boolean): InstanceOffering {
  const [instanceType = '', architecture, cpuCores, memory, gpuCount, gpu, gpuMemory, ...rest] = row;
  const [onDemandPerHour, spot, maxPods, allocatableCpu, allocatableMemory] = rest;
  const spotPerHour = numberIn(spot);
  return dropUndefined({
    instanceType,
    cpuCores: numberIn(cpuCores) ?? 0,
    memoryBytes: (numberIn(memory) ?? 0) * mebibyte,
    gpu: readGpu(numberIn(gpuCount), gpu, numberIn(gpuMemory)),
    architecture: architecture === 'arm64' ? ('arm64' as const) : ('amd64' as const),
    onDemandPerHour: numberIn(onDemandPerHour) ?? 0,
    spotPerHour,
    spotIsEstimate: spotPerHour !== undefined && spotIsEstimate ? true : undefined,
    maxPods: numberIn(maxPods),
    allocatable: readAllocatable(numberIn(allocatableCpu), numberIn(allocatableMemory)),
  });
}

function readGpu(
  count: number | undefined,
  vendorAndModel = '',
  memory: number | undefined,
): OfferedGpu | undefined {
  if (count === undefined) return undefined;
  const [vendor, model = ''] = vendorAndModel.split('/');
  return dropUndefined({
    model,
    count,
    memoryBytes: memory === undefined ? undefined : memory * mebibyte,
    vendor: vendor as GpuVendor,
  });
}

function readAllocatable(
  milliCores: number | undefined,
  mebibytes: number | undefined,
): InstanceOffering['allocatable'] {
  if (milliCores === undefined || mebibytes === undefined) return undefined;
  return { cpuCores: milliCores / 1000, memoryBytes: mebibytes * mebibyte };
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
