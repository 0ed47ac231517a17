import type { PriceBook } from './price-book.ts';

/** What `prices show` prints with `-o json`: a price book with the instance types that were asked for. */
export type ShownPriceBook = PriceBook;

/** What `prices list` prints: price books without their prices. */
export type ListedPriceBooks = readonly ListedPriceBook[];

export interface ListedPriceBook extends Omit<PriceBook, 'offerings'> {
  /** How many have a price. */
  readonly instanceTypes: number;
}
