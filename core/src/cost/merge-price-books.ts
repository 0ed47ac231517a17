import type { PriceBook } from './price-book.ts';

/**
 * The offerings of both; of an instance type in both, that of `override`, which keeps its own source and day. The book keeps the
 * provider, region and date of `base`, which most of its prices are of, and names both sources. Both are in one currency: throws
 * `RangeError` otherwise.
 */
export function mergePriceBooks(base: PriceBook, override: PriceBook): PriceBook {
  if (base.currency !== override.currency) {
    throw new RangeError(`prices in ${override.currency} cannot be laid over prices in ${base.currency}`);
  }
  const overridden = new Set(override.offerings.map(({ instanceType }) => instanceType));
  const kept = base.offerings.filter(({ instanceType }) => !overridden.has(instanceType));
  const { source, asOf } = override;
  return {
    ...base,
    source: `${source}; for all else, ${base.source}`,
    offerings: [...kept, ...override.offerings.map((offering) => ({ source, asOf, ...offering }))],
  };
}
