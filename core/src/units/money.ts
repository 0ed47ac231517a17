import { fail, ok, type Result } from './result.ts';

/** An amount in a currency. Prices are floating point: they are estimates, not a ledger. */
export interface Money {
  readonly amount: number;
  /** ISO 4217: `USD`, `EUR`. */
  readonly currency: string;
}

/** Two amounts in different currencies were to be added: there is no exchange rate here. */
export interface CurrencyMismatch {
  readonly code: 'currency-mismatch';
  readonly message: string;
}

/** Hours in a month as the clouds' price pages count them: 365 × 24 / 12. */
export const HOURS_PER_MONTH = 730;

export function addMoney(a: Money, b: Money): Result<Money, CurrencyMismatch> {
  if (a.currency !== b.currency) {
    return fail({
      code: 'currency-mismatch',
      message: `cannot add ${b.currency} to ${a.currency}: give all prices in one currency`,
    });
  }
  return ok({ amount: a.amount + b.amount, currency: a.currency });
}

export function scaleMoney(money: Money, factor: number): Money {
  return { amount: money.amount * factor, currency: money.currency };
}

/** What a price per hour comes to in a month of {@link HOURS_PER_MONTH} hours. */
export function monthlyOfHourly(hourly: Money): Money {
  return scaleMoney(hourly, HOURS_PER_MONTH);
}

/**
 * `$3.30`, `€1,204.00`. `maximumFractionDigits` keeps more places for small unit prices (`$0.0042`); the least is the
 * currency's own number. A code that is no ISO 4217 code is written before the amount.
 */
export function formatMoney(money: Money, maximumFractionDigits?: number): string {
  const { amount, currency } = money;
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${currency} ${amount.toFixed(maximumFractionDigits ?? 2)}`;
  const places = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions();
  const most = Math.max(maximumFractionDigits ?? 0, places.minimumFractionDigits ?? 0);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    maximumFractionDigits: most,
    signDisplay: 'negative',
  }).format(amount);
}
