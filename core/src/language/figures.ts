import type { ReportBasis, ReportMoney } from '../advisor/index.ts';
import { fullTime } from '../charts/index.ts';
import {
  formatBytes,
  formatCores,
  formatDuration,
  formatFigure,
  formatMoney,
  formatPrice,
  HOURS_PER_MONTH,
  type Interval,
  parseQuantity,
  shortSource,
  toNumber,
} from '../units/index.ts';

export type Period = 'hour' | 'month';

/** `$31–44/mo`, `$31/mo` where both ends read alike, `$0.0021–0.0034/h`. Per hour in, per period out. */
export function moneyRange({ lower, upper }: Interval, currency: string, period: Period): string {
  const factor = period === 'month' ? HOURS_PER_MONTH : 1;
  const [from, to] = [lower * factor, upper * factor].map((amount) => moneyText(amount, currency, period));
  return `${joinRange(from ?? '', to ?? '')}/${period === 'month' ? 'mo' : 'h'}`;
}

/** A month's sum of $10 and more is in whole units: `$1,506`; a price is written as everywhere else. */
function moneyText(amount: number, currency: string, period: Period): string {
  if (amount !== 0 && (period === 'hour' || Math.abs(amount) < 10)) return formatPrice(amount, currency);
  // Whole units: `formatMoney` never cuts the currency's own places.
  return formatMoney({ amount: Math.round(amount), currency }).replace(/\.0+$/, '');
}

/** The bounds of a cost per hour, `times` over; equal where nothing is estimated. */
export function hourlyRange(money: ReportMoney, times = 1): Interval {
  const { lower, upper } = money.rangePerHour ?? { lower: money.perHour, upper: money.perHour };
  return { lower: lower * times, upper: upper * times };
}

/** Changes of a cost below this share are not worth a word. */
const NOTABLE_SHARE = 0.005;

/** What becomes of a cost: `{ verb: 'saves', amount: '$36–77/mo' }`, by the range of the prices; `undefined` where it hardly changes. */
export function changePerPeriod(
  now: ReportMoney,
  then: ReportMoney,
  period: Period,
): { readonly verb: 'saves' | 'adds'; readonly amount: string } | undefined {
  const saved = now.perHour - then.perHour;
  if (Math.abs(saved) <= now.perHour * NOTABLE_SHARE) return undefined;
  const [from, to] = [hourlyRange(now), hourlyRange(then)];
  const ends = [Math.abs(from.lower - to.lower), Math.abs(from.upper - to.upper)];
  const range = { lower: Math.min(...ends), upper: Math.max(...ends) };
  return { verb: saved > 0 ? 'saves' : 'adds', amount: moneyRange(range, now.currency, period) };
}

/** `1.56–1.81 cores`, `7.1–7.6 GiB`: quantities as Kubernetes writes them, for people. */
export function useRange(resource: 'cpu' | 'memory', low: string, high: string): string {
  return joinUnits(amountText(resource, low), amountText(resource, high));
}

/** `3 cores`, `12 GiB`. */
export function amountText(resource: 'cpu' | 'memory', quantity: string): string {
  const parsed = parseQuantity(quantity);
  if (!parsed.ok) return quantity;
  const value = toNumber(parsed.value);
  return resource === 'cpu' ? formatCores(value) : formatBytes(value);
}

/** A value in a metric's own unit, which is written out where it is no common one. */
export function metricText(value: number, unit: string): string {
  const text = formatFigure(value, unit);
  return ['cores', 'bytes', 'ratio', 'seconds', ''].includes(unit) ? text : `${text} ${unit}`;
}

/** How old a datum is, for people: `3 h`; `undefined` where it is not old enough to be said. */
export function ageText(asOf: string | undefined, nowMs: number, staleAfterMs: number): string | undefined {
  if (asOf === undefined) return undefined;
  const age = nowMs - Date.parse(asOf);
  return age > staleAfterMs ? `${formatDuration(age)} old` : undefined;
}

/** `p95 + 15 % over 8 d, recording …, as of 19 Nov 2026, 10:00 UTC`. */
export function basisText(basis: ReportBasis, timeZone: string): string {
  const { method, windowSeconds, source, asOf } = basis;
  const over = windowSeconds === undefined ? '' : ` over ${formatDuration(windowSeconds * 1000)}`;
  return [
    `${method ?? ''}${over}`.trim(),
    shortSource(source),
    ...(asOf === undefined ? [] : [`as of ${fullTime(Date.parse(asOf), timeZone)}`]),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** `$31` and `$44` → `$31–44`: what both begin with is written once. */
function joinRange(from: string, to: string): string {
  if (from === to) return from;
  const sign = /^\D*/.exec(from)?.[0] ?? '';
  return `${from}–${to.startsWith(sign) ? to.slice(sign.length) : to}`;
}

/** `1.6 cores` and `1.8 cores` → `1.6–1.8 cores`; other units stay. */
function joinUnits(low: string, high: string): string {
  if (low === high) return low;
  const [lowNumber = '', lowUnit] = low.split(' ');
  const unit = high.split(' ')[1];
  return lowUnit === unit || (lowUnit === 'core' && unit === 'cores')
    ? `${lowNumber}–${high}`
    : `${low} – ${high}`;
}
