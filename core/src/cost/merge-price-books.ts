import type { CurrencyMismatch } from '../units/money.ts';
import { fail, ok, type Result } from '../units/result.ts';
import type { PriceBook } from './price-book.ts';

/**
 * The offerings of both; of an instance type in both, that of `override`. The book keeps the provider, region
 * and date of `base`, which most of its prices are of, and names both sources. There is no exchange rate
 * here: different currencies are refused.
 */
export function mergePriceBooks(base: PriceBook, override: PriceBook): Result<PriceBook, CurrencyMismatch> {
  if (base.currency !== override.currency) {
    const message = `prices in ${override.currency} cannot be laid over prices in ${base.currency}`;
    return fail({ code: 'currency-mismatch', message });
  }
  const overridden = new Set(override.offerings.map(({ instanceType }) => instanceType));
  const kept = base.offerings.filter(({ instanceType }) => !overridden.has(instanceType));
  return ok({
    ...base,
    source: `${override.source} over ${base.source}`,
    offerings: [...kept, ...override.offerings],
  });
}
