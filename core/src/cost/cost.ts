import { addIntervals, type Interval, scaleInterval } from '../units/interval.ts';
import { addMoney, type CurrencyMismatch, type Money, monthlyOfHourly, scaleMoney } from '../units/money.ts';
import { fail, ok, type Result } from '../units/result.ts';

/** What something costs. `rangePerHour` holds the figure; its bounds are equal where nothing is estimated. */
export interface Cost {
  readonly perHour: Money;
  /** 730 hours. */
  readonly perMonth: Money;
  /** In the currency of `perHour`. */
  readonly rangePerHour: Interval;
}

/**
 * A cost of so much an hour; without a range, the figure is exact. The range is widened where it does not
 * hold the figure.
 */
export function costPerHour(perHour: Money, range?: Interval): Cost {
  const { amount } = perHour;
  const { lower, upper } = range ?? { lower: amount, upper: amount };
  return {
    perHour,
    perMonth: monthlyOfHourly(perHour),
    rangePerHour: { lower: Math.min(lower, amount), upper: Math.max(upper, amount) },
  };
}

export function noCost(currency: string): Cost {
  return costPerHour({ amount: 0, currency });
}

/** A negative factor has no meaning for a cost: throws `RangeError`. */
export function scaleCost(cost: Cost, factor: number): Cost {
  if (!(factor >= 0)) throw new RangeError(`a cost cannot be taken ${factor} times`);
  return costPerHour(scaleMoney(cost.perHour, factor), scaleInterval(cost.rangePerHour, factor));
}

/** The bounds add up: all estimates may err to the same side. */
export function addCosts(a: Cost, b: Cost): Result<Cost, CurrencyMismatch> {
  const perHour = addMoney(a.perHour, b.perHour);
  return perHour.ok ? ok(costPerHour(perHour.value, addIntervals(a.rangePerHour, b.rangePerHour))) : perHour;
}

/** Refuses to add different currencies. Nothing costs nothing, in `currency`. */
export function sumCosts(costs: readonly Cost[], currency: string): Result<Cost, CurrencyMismatch> {
  let sum = noCost(currency);
  for (const cost of costs) {
    const added = addCosts(sum, cost);
    if (!added.ok) return fail(added.error);
    sum = added.value;
  }
  return ok(sum);
}

/** The sum of costs that one price book gave, which are in its currency. */
export function sumInCurrency(costs: readonly Cost[], currency: string): Cost {
  const sum = sumCosts(costs, currency);
  if (!sum.ok) throw new RangeError(sum.error.message);
  return sum.value;
}

/** (after − before) ÷ before; `undefined` where there was no cost to compare with. */
export function changeShare(before: Cost, after: Cost): number | undefined {
  if (before.perHour.amount === 0) return undefined;
  return (after.perHour.amount - before.perHour.amount) / before.perHour.amount;
}
