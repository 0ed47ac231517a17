import { expandPriceBook, type PriceBook } from '#core/cost/index.ts';
import { examplePriceBook } from '#core/cost/price-books/example.ts';

/** Six instance types with round figures. */
export function exampleBook(): PriceBook {
  return expandPriceBook(examplePriceBook);
}
