import type { Basis } from '../evidence/basis.ts';
import type { PriceBook } from './price-book.ts';

/**
 * What can be said beside a cost: what is missing from it, what was assumed, and where the prices are from.
 */
export interface Costing {
  /** What has no price. It is not in the figures. */
  readonly unpriced: readonly Unpriced[];
  /** One sentence each. */
  readonly assumptions: readonly string[];
  readonly basis: Basis;
}

export type UnpricedReason =
  | 'unknown-instance-type'
  | 'no-spot-price'
  | 'no-instance-type'
  | 'no-fitting-offering'
  | 'invalid-count'
  | 'no-exchange-rate';

/** Something that the price book has no price for. */
export interface Unpriced {
  /** Empty where the instance type is what is not known. */
  readonly instanceType: string;
  readonly reason: UnpricedReason;
  /** One sentence that says what to do. */
  readonly message: string;
}

/** `aws us-east-1 prices of 2026-07-20, terms of terms.yaml`: which prices a figure goes by, with the user's own files. */
export function priceBookName({ provider, region, asOf, ownFiles = [] }: PriceBook): string {
  return [`${provider} ${region} prices of ${asOf}`, ...ownFiles].join(', ');
}

export function priceBasis(book: PriceBook, method: string): Basis {
  const source = `${priceBookName(book)} (${book.source})`;
  const asOfMs = Date.parse(book.asOf);
  return { source, method, ...(Number.isNaN(asOfMs) ? {} : { asOfMs }) };
}

/** Prices that the book could not take in. */
export function unpricedOf({ leftOut = [] }: PriceBook): readonly Unpriced[] {
  return leftOut.map((message) => ({ instanceType: '', reason: 'no-exchange-rate', message }));
}

/** Each once, in the order in which they first came up. */
export function distinctUnpriced(unpriced: readonly Unpriced[]): readonly Unpriced[] {
  return [...new Map(unpriced.map((entry) => [entry.message, entry])).values()];
}
