import { instancePrice, type PriceBook } from '../../cost/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { NodePool } from '../scenario.ts';
import type { ServiceCase } from '../strategies/service-case.ts';

/** What the clouds' machines usually take from the order to Ready. */
const NODE_START_MS = { least: 180_000, most: 240_000 };
const SPOT_NOTICE_MS = 120_000;

/**
 * Nodes of one instance type, on demand and, where the book has a price for it, on spot. The error says that there is no price, and what to
 * do.
 */
export function machinePools(
  instanceType: string,
  allocatable: NodePool['allocatable'],
  prices: PriceBook,
  interruptionsPerHour: number,
): Result<Pick<ServiceCase, 'pool' | 'spotPool'>, string> {
  const price = instancePrice(prices, instanceType, 'on-demand');
  if (!price.ok) return fail(price.error.message);
  const pool: NodePool = {
    name: instanceType,
    allocatable,
    minSize: 1,
    maxSize: 1000,
    initialSize: 1,
    pricePerHour: price.value.cost.perHour.amount,
    startMs: NODE_START_MS,
  };
  const spot = instancePrice(prices, instanceType, 'spot');
  if (!spot.ok) return ok({ pool });
  const spotPool: NodePool = {
    ...pool,
    name: 'spot',
    minSize: 0,
    pricePerHour: spot.value.cost.perHour.amount,
    spot: { interruptionsPerHour, noticeMs: SPOT_NOTICE_MS },
  };
  return ok({ pool, spotPool });
}
