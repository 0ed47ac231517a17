import type { GpuVendor } from '../gpu/gpu-resource.ts';
import type { Interval } from '../units/interval.ts';
import type { Commitment } from './commitment.ts';

/** One instance type as a provider sells it in one region. Money is in the book's currency, per hour. */
export interface InstanceOffering {
  /** The provider's own name: `g5.xlarge`. */
  readonly instanceType: string;
  readonly cpuCores: number;
  readonly memoryBytes: number;
  readonly gpu?: OfferedGpu;
  readonly architecture: 'amd64' | 'arm64';
  readonly onDemandPerHour: number;
  /** Where the on-demand price is an estimate. */
  readonly onDemandRange?: Interval;
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
  /** Where this price is from, and of which day (ISO); the book's where absent. */
  readonly source?: string;
  readonly asOf?: string;
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
  /** What of it comes from files of the user's: `contract.yaml`, `terms of terms.yaml`. */
  readonly ownFiles?: readonly string[];
  /** What is paid whether it is used or not; applies to a whole cluster. */
  readonly commitments?: readonly Commitment[];
  /** Prices that could not be taken in, one sentence each. */
  readonly leftOut?: readonly string[];
}

/** The offering of that instance type; `undefined` where the book has none. */
export function findOffering(book: PriceBook, instanceType: string): InstanceOffering | undefined {
  return book.offerings.find((offering) => offering.instanceType === instanceType);
}
