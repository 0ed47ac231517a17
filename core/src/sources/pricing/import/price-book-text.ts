import { dropUndefined } from '../../../apis/drop-undefined.ts';
import type { InstanceOffering, PriceBook } from '../../../cost/index.ts';
import { toYaml } from '../../../manifest/index.ts';
import { priceFileKind } from '../price-file.ts';

const mebibyte = 2 ** 20;

/** A book as the YAML of a price file: `filePriceSource` reads the same book from it. */
export function priceBookText({ provider, region, currency, asOf, source, offerings }: PriceBook): string {
  return toYaml({
    ...priceFileKind,
    ...{ provider, region, currency, asOf, source },
    offerings: offerings.map(entryOf),
  });
}

function entryOf(offering: InstanceOffering): object {
  const { instanceType, cpuCores, memoryBytes, gpu, architecture, allocatable, ...rest } = offering;
  return dropUndefined({
    instanceType,
    cpu: quantityOf(cpuCores),
    memory: memoryOf(memoryBytes),
    gpu:
      gpu &&
      dropUndefined({
        model: gpu.model,
        count: gpu.count,
        memory: gpu.memoryBytes === undefined ? undefined : memoryOf(gpu.memoryBytes),
        vendor: gpu.vendor,
      }),
    architecture: architecture === 'arm64' ? architecture : undefined,
    onDemandPerHour: rounded(rest.onDemandPerHour),
    spotPerHour: rest.spotPerHour === undefined ? undefined : rounded(rest.spotPerHour),
    spotIsEstimate: rest.spotIsEstimate,
    maxPods: rest.maxPods,
    allocatable: allocatable && {
      cpu: quantityOf(allocatable.cpuCores),
      memory: memoryOf(allocatable.memoryBytes),
    },
    source: rest.source,
    asOf: rest.asOf,
  });
}

function quantityOf(cores: number): number | string {
  return Number.isInteger(cores) ? cores : `${Math.max(1, Math.round(cores * 1000))}m`;
}

/** By way of `BigInt`, whose text has no exponent: `1e+21Mi` is no quantity. */
function memoryOf(bytes: number): string {
  return bytes % mebibyte === 0
    ? `${BigInt(bytes / mebibyte)}Mi`
    : String(BigInt(Math.max(1, Math.round(bytes))));
}

/** Further places are noise of reckoning with floating point. */
function rounded(price: number): number {
  return Number(price.toFixed(9));
}
