import { formatMoney, formatPrice } from '@kubectl-autoscale/core/units';

/** `−$1.20/h`: what is saved leaves the bill. Four places an hour, so that what is shown adds up. */
export function savingText(saving: number, currency: string, unit: '' | '/h'): string {
  if (Math.abs(saving) < 0.00005) return formatPrice(0, currency) + unit;
  const amount = formatMoney({ amount: Math.abs(saving), currency }, unit === '' ? 2 : 4);
  return `${saving > 0 ? '−' : '+'}${amount}${unit}`;
}
