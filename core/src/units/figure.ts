import { formatBytes, formatCores, formatNumber } from './format.ts';
import { formatMoney } from './money.ts';

/** A figure with its unit, as short as it can be read: `1.5 cores`, `3.6 GiB`, `30 %`, `92 ms`, `412`. */
export function formatFigure(value: number, unit: string): string {
  switch (unit) {
    case 'cores':
      return formatCores(value);
    case 'bytes':
      return formatBytes(value);
    case 'ratio':
      return formatShare(value);
    case 'seconds':
      return value < 1 ? `${formatNumber(value * 1000)} ms` : `${formatNumber(value)} s`;
    default:
      return formatNumber(value, 3);
  }
}

/** `0.058` → `5.8 %`. */
export function formatShare(share: number): string {
  return `${formatNumber(share * 100, 2)} %`;
}

/** `−27 %`, `+4 %`: a change, with a sign that is not a hyphen; `±0 %` below 0.05 %, which measures nothing. */
export function formatChange(share: number): string {
  if (Math.abs(share) < 0.0005) return '±0 %';
  return `${share < 0 ? '−' : '+'}${formatNumber(Math.abs(share) * 100, 2)} %`;
}

/** `$3.30`; a small sum keeps two digits that tell it from zero: `$0.0038`. */
export function formatPrice(amount: number, currency: string): string {
  const places = amount === 0 ? 2 : Math.min(12, Math.max(2, 1 - Math.floor(Math.log10(Math.abs(amount)))));
  return formatMoney({ amount, currency }, places);
}

/** `$3.30/h`. */
export function formatRate(perHour: number, currency: string): string {
  return `${formatPrice(perHour, currency)}/h`;
}

/** A source without what stands in parentheses behind it: the JSON output has it whole. */
export function shortSource(source: string): string {
  return source.replace(/ \(.*$/, '');
}

/** `14:17` in the given time zone (IANA name). */
export function formatClock(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(iso),
  );
}

/** `14 d`, `9 h`, `40 min`: a stretch of time in its largest sensible unit. */
export function formatSpan(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${formatNumber(seconds / 86_400, 2)} d`;
  if (seconds >= 2 * 3_600) return `${formatNumber(seconds / 3_600, 2)} h`;
  if (seconds >= 60) return `${formatNumber(seconds / 60, 2)} min`;
  return `${formatNumber(seconds, 2)} s`;
}
