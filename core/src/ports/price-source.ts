import type { PriceBook } from '../cost/price-book.ts';

/** Where instance prices come from. Throws {@link SourceError} when they cannot be read. */
export interface PriceSource {
  readonly description: string;
  load(): Promise<PriceBook>;
}
