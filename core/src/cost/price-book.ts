import type { GpuVendor } from '../gpu/gpu-resource.ts';

/** One instance type as a provider sells it in one region. Money is in the book's currency, per hour. */
export interface InstanceOffering {
  /** The provider's own name: `g5.xlarge`. */
  readonly instanceType: string;
  readonly cpuCores: number;
  readonly memoryBytes: number;
  readonly gpu?: OfferedGpu;
  readonly architecture: 'amd64' | 'arm64';
  readonly onDemandPerHour: number;
  /** Absent where no spot price is known. */
  readonly spotPerHour?: number;
  /**
   * True where the spot price is an estimate (a published saving applied to the on-demand price), not a
   * quote.
   */
  readonly spotIsEstimate?: boolean;
  readonly maxPods?: number;
  /** What pods can have of it, where known; the rest is the system's. */
  readonly allocatable?: { readonly cpuCores: number; readonly memoryBytes: number };
}

export interface OfferedGpu {
  /** As the provider writes it: `a10g`, `nvidia-l4`. */
  readonly model: string;
  readonly count: number;
  /** Of one GPU. */
  readonly memoryBytes?: number;
  /** Absent: NVIDIA. */
  readonly vendor?: GpuVendor;
}

export type PriceProvider = 'aws' | 'gcp' | 'azure' | 'example' | 'custom';

/** Prices of one provider in one region, as of one day. */
export interface PriceBook {
  readonly provider: PriceProvider;
  readonly region: string;
  /** ISO 4217. */
  readonly currency: string;
  /** ISO date on which the prices were taken. */
  readonly asOf: string;
  /** Where the prices come from, for people. */
  readonly source: string;
  readonly offerings: readonly InstanceOffering[];
}

/** The offering of that instance type; `undefined` where the book has none. */
export function findOffering(book: PriceBook, instanceType: string): InstanceOffering | undefined {
  return book.offerings.find((offering) => offering.instanceType === instanceType);
}
