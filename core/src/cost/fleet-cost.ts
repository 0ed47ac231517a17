import { type Cost, scaleCost, sumInCurrency } from './cost.ts';
import { type Costing, distinctUnpriced, priceBasis, type Unpriced } from './costing.ts';
import { type CapacityType, instancePrice } from './instance-price.ts';
import type { PriceBook } from './price-book.ts';

/** So many instances of a kind. A fraction is an average over time. */
export interface FleetLine {
  readonly instanceType: string;
  readonly count: number;
  readonly capacityType: CapacityType;
}

export interface FleetLineCost extends FleetLine {
  /** Of all of them; absent where there is no price. */
  readonly cost?: Cost;
}

export interface FleetCost extends Costing {
  /** Of all lines that have a price. */
  readonly total: Cost;
  /** In the order of the input. */
  readonly lines: readonly FleetLineCost[];
}

/**
 * What a set of instances costs: Σ count × price. Lines without a price or with an impossible count are
 * named, and the rest is added up.
 */
export function fleetCost(lines: readonly FleetLine[], book: PriceBook): FleetCost {
  const unpriced: Unpriced[] = [];
  const assumptions = new Set<string>();
  const priced = lines.map((line): FleetLineCost => {
    if (!Number.isFinite(line.count) || line.count < 0) {
      unpriced.push(impossibleCount(line));
      return line;
    }
    const price = instancePrice(book, line.instanceType, line.capacityType);
    if (!price.ok) {
      unpriced.push(price.error);
      return line;
    }
    if (price.value.assumption !== undefined) assumptions.add(price.value.assumption);
    return { ...line, cost: scaleCost(price.value.cost, line.count) };
  });
  const costs = priced.flatMap(({ cost }) => cost ?? []);
  return {
    total: sumInCurrency(costs, book.currency),
    lines: priced,
    unpriced: distinctUnpriced(unpriced),
    assumptions: [...assumptions],
    basis: priceBasis(book, 'count × price per hour'),
  };
}

function impossibleCount({ instanceType, count }: FleetLine): Unpriced {
  const message = `${count} is no number of ${instanceType} instances: it is left out`;
  return { instanceType, reason: 'invalid-count', message };
}
