import { composePrices, type PriceLayer } from '../../cost/index.ts';
import { type PriceSource, SourceError } from '../../ports/index.ts';

/** Where one of several layers of prices and terms comes from. Throws {@link SourceError} when it cannot be read. */
export interface PriceLayerSource {
  readonly description: string;
  loadLayer(): Promise<PriceLayer>;
}

/**
 * One book of several layers, as {@link composePrices} makes it: a contract's rates over list prices, with discounts, commitments and
 * exchange rates. Loading throws what any of them does, and `bad-response` where they give no price together.
 */
export function composedPriceSource(layers: readonly PriceLayerSource[]): PriceSource {
  const description = layers.map((layer) => layer.description).join(', ');
  return {
    description,
    load: async () => {
      const composed = composePrices(await Promise.all(layers.map((layer) => layer.loadLayer())));
      if (composed.ok) return composed.value;
      throw new SourceError({
        code: 'bad-response',
        source: description,
        message: composed.error,
        suggestions: ['docs/prices.md says how prices and terms go together'],
      });
    },
  };
}
