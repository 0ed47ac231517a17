import { formatQuantity, parseQuantity, quantityOf } from '../units/index.ts';
import type { ResourceAmount, ResourceName } from '../vpa/resource-amount.ts';

/** Millicores or bytes as canonical quantity text: `1900m`, `2`, `3700Mi`. */
export function amountQuantity(resource: ResourceName, amount: ResourceAmount): string {
  return resource === 'cpu'
    ? formatQuantity(quantityOf(amount, 'milli', 'DecimalSI'))
    : formatQuantity(quantityOf(amount, 'unit', 'BinarySI'));
}

/** Bytes to a unit of memory. */
const MEMORY_UNITS: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * The amount in the unit in which `written` stands (`0.5` stays in cores, `2Gi` in gibibytes) where two decimals say it exactly;
 * else canonical. A number that the manifest wrote without quotes stays a number.
 */
export function amountInStyleOf(
  written: unknown,
  resource: ResourceName,
  amount: ResourceAmount,
): string | number {
  const text = String(written);
  const canonical = amountQuantity(resource, amount);
  if (!parseQuantity(text).ok) return canonical;
  if (resource === 'cpu') {
    const cores = exactDecimals(amount / 1000);
    if (!/^[\d.]+$/.test(text) || cores === undefined) return canonical;
    return typeof written === 'number' ? Number(cores) : cores;
  }
  const unit = /[KMGT]i$/.exec(text)?.[0] ?? '';
  const inUnit = exactDecimals(amount / (MEMORY_UNITS[unit] ?? Number.NaN));
  return inUnit === undefined || inUnit === '0' ? canonical : inUnit + unit;
}

/** At most two decimals, or `undefined` where that would round. */
function exactDecimals(value: number): string | undefined {
  const rounded = Math.round(value * 100) / 100;
  return rounded === value ? String(rounded) : undefined;
}
