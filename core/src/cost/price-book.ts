/** One instance type as a provider sells it in one region. Money is in the book's currency, per hour. */
export interface InstanceOffering {
  /** The provider's own name: `g5.xlarge`. */
  readonly instanceType: string;
  readonly cpuCores: number;
  readonly memoryBytes: number;
  readonly gpu?: { readonly model: string; readonly count: number; readonly memoryBytes?: number };
  readonly architecture: 'amd64' | 'arm64';
  readonly onDemandPerHour: number;
  /** Absent where no spot price is known. */
  readonly spotPerHour?: number;
  /** True where the spot price is an estimate (a published saving applied to the on-demand price), not a quote. */
  readonly spotIsEstimate?: boolean;
  readonly maxPods?: number;
}

/** Prices of one provider in one region, as of one day. */
export interface PriceBook {
  readonly provider: 'aws' | 'gcp' | 'azure' | 'example';
  readonly region: string;
  /** ISO 4217. */
  readonly currency: string;
  /** ISO date on which the prices were taken. */
  readonly asOf: string;
  /** Where the prices come from, for people. */
  readonly source: string;
  readonly offerings: readonly InstanceOffering[];
}
