import type { NodeCapacityType } from '../apis/capacity-type.ts';
import type { Interval } from '../units/interval.ts';
import { fail, ok, type Result } from '../units/result.ts';
import { type Cost, costPerHour } from './cost.ts';
import type { Unpriced } from './costing.ts';
import { findOffering, type InstanceOffering, type PriceBook } from './price-book.ts';

export type CapacityType = NodeCapacityType['type'];

/** What one instance costs. */
export interface InstancePrice {
  readonly offering: InstanceOffering;
  readonly cost: Cost;
  /** What had to be taken for granted, one sentence; absent for a listed price. */
  readonly assumption?: string;
}

/**
 * How far, as a share of the on-demand price, an estimated spot price may be off. Our own assumption: savings
 * are published as monthly averages, differ by zone, and the bundled ones are a year older than the prices.
 */
export const SPOT_ESTIMATE_TOLERANCE = 0.15;

/** No provider advertises more than 90 % off. */
const LOWEST_SPOT_SHARE = 0.1;

/**
 * The price of one instance by the book. An unknown capacity type is taken for on demand, with the spot price
 * as the lower bound. A spot price that is an estimate gets a range of {@link SPOT_ESTIMATE_TOLERANCE} of the
 * on-demand price on both sides, which never passes the on-demand price.
 */
export function instancePrice(
  book: PriceBook,
  instanceType: string,
  capacityType: CapacityType,
): Result<InstancePrice, Unpriced> {
  const offering = findOffering(book, instanceType);
  if (!offering) {
    const place = `${book.provider} ${book.region}`;
    const message = `no price for ${instanceType} in the ${place} prices of ${book.asOf}: add it in a price file`;
    return fail({ instanceType, reason: 'unknown-instance-type', message });
  }
  const price = offeringPrice(book, offering, capacityType);
  if (price) return ok(price);
  const message = `no spot price for ${instanceType} in the ${book.provider} ${book.region} prices: add it in a price file`;
  return fail({ instanceType, reason: 'no-spot-price', message });
}

/** `undefined` for spot where the offering has no spot price. */
export function offeringPrice(
  book: PriceBook,
  offering: InstanceOffering,
  capacityType: CapacityType,
): InstancePrice | undefined {
  const { onDemandPerHour, onDemandRange, spotPerHour } = offering;
  const cost = (amount: number, range?: Interval): Cost =>
    costPerHour({ amount, currency: book.currency }, range);
  if (capacityType === 'spot') {
    if (spotPerHour === undefined) return undefined;
    const price = { offering, cost: cost(spotPerHour, spotRange(offering, spotPerHour)) };
    return offering.spotIsEstimate
      ? { ...price, assumption: 'spot prices are estimates from published savings, not quotes' }
      : price;
  }
  if (capacityType === 'on-demand') return onDemandPrice(offering, cost(onDemandPerHour, onDemandRange));
  const lower = spotPerHour === undefined ? onDemandPerHour : spotRange(offering, spotPerHour).lower;
  return {
    offering,
    cost: cost(onDemandPerHour, { lower, upper: onDemandRange?.upper ?? onDemandPerHour }),
    assumption: 'nodes whose labels do not tell spot from on demand are priced on demand',
  };
}

function onDemandPrice(offering: InstanceOffering, cost: Cost): InstancePrice {
  if (offering.onDemandRange === undefined) return { offering, cost };
  const assumption = `the price of ${offering.instanceType} is estimated from its shape, it is not in the price book`;
  return { offering, cost, assumption };
}

function spotRange({ onDemandPerHour, spotIsEstimate }: InstanceOffering, spotPerHour: number): Interval {
  if (!spotIsEstimate) return { lower: spotPerHour, upper: spotPerHour };
  const tolerance = SPOT_ESTIMATE_TOLERANCE * onDemandPerHour;
  const lower = Math.max(spotPerHour - tolerance, LOWEST_SPOT_SHARE * onDemandPerHour);
  const upper = Math.min(spotPerHour + tolerance, onDemandPerHour);
  return { lower: Math.min(lower, spotPerHour), upper: Math.max(upper, spotPerHour) };
}
