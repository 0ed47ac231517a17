import { mergePriceBooks } from '../../cost/index.ts';
import { type PriceSource, SourceError } from '../../ports/index.ts';

/**
 * The prices of `base`, with those of `override` in their place or beside them: a contract's rates over list
 * prices. Loading throws what either does, and `bad-response` where their currencies differ.
 */
export function layeredPriceSource(base: PriceSource, override: PriceSource): PriceSource {
  const description = `${override.description} over ${base.description}`;
  return {
    description,
    load: async () => {
      const [below, above] = await Promise.all([base.load(), override.load()]);
      const merged = mergePriceBooks(below, above);
      if (merged.ok) return merged.value;
      throw new SourceError({
        code: 'bad-response',
        source: description,
        message: merged.error.message,
        suggestions: [`give the prices of ${override.description} in ${below.currency}`],
      });
    },
  };
}
