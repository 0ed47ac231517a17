import type { Commitment } from './commitment.ts';

/** What a user has agreed with a provider, and in which currency costs are wanted. It is laid over price books. */
export interface PriceTerms {
  /** Where it is written, for people. */
  readonly source: string;
  /** ISO 4217, of all costs; that of the first book where it is absent. */
  readonly currency?: string;
  /** How much one unit of a currency is in `currency`, or in that of the first book. */
  readonly exchangeRates: ReadonlyMap<string, ExchangeRate>;
  /** Of several that match, the last counts. */
  readonly discounts: readonly Discount[];
  readonly commitments: readonly Commitment[];
}

export interface ExchangeRate {
  readonly rate: number;
  /** ISO date. */
  readonly asOf: string;
}

export interface Discount {
  /** Names of instance types, `*` for any text; all where it is empty. */
  readonly instanceTypes: readonly string[];
  readonly capacityType: 'on-demand' | 'spot' | 'any';
  /** 0–1, off the price. */
  readonly share: number;
}

/** Whether a name is one of the patterns, in which `*` stands for any text; every name is where there are none. */
export function matchesInstanceType(patterns: readonly string[], instanceType: string): boolean {
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => {
      const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${parts.join('.*')}$`).test(instanceType);
    })
  );
}
