import { explainQuantityError, type QuantityError } from './quantity-error.ts';
import {
  binarySuffix,
  decimalSuffix,
  largestDecimalExponent,
  type QuantityFormat,
  readSuffix,
} from './quantity-suffix.ts';
import { fail, ok, type Result } from './result.ts';

/**
 * A Kubernetes quantity (`500m`, `2Gi`, `1e3`), exact. Mirrors `resource.Quantity` of k8s.io/apimachinery 0.36;
 * test/fixtures/quantities.json holds what that package answers.
 */
export interface Quantity {
  /** The value × 10⁹. Anything finer was rounded away from zero when it was read, as Kubernetes does. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

/** The powers of ten that a number may be counted in. */
export type QuantityScale = 'nano' | 'micro' | 'milli' | 'unit';

const nanosPerUnit = 1_000_000_000n;
const nanosPerScale: Readonly<Record<QuantityScale, bigint>> = {
  nano: 1n,
  micro: 1_000n,
  milli: 1_000_000n,
  unit: nanosPerUnit,
};

/** The cap that Kubernetes puts on binary quantities: 2^63 − 1. */
const largestBinary = (2n ** 63n - 1n) * nanosPerUnit;

/** Values of 10^400 and more are refused: no resource is that large, and an exponent is a cheap way to fill memory. */
const largestPower = 400;
const longestText = 1000;

const outOfRange: QuantityError = {
  code: 'out-of-range',
  message: `larger or finer than any resource: 10^${largestPower} is the limit`,
};

const grammar = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[+-]?\d*)$/;

/**
 * Reads a quantity as the API server does when it decodes one: white space around it is dropped, `+`, `1.` and `.5`
 * are allowed, and a value finer than 1n is rounded away from zero. Unlike the API server it refuses a suffix or a sign
 * without any digit (apimachinery takes most of them for zero, by accident), 10^400 and above, and texts of more than
 * 1000 characters.
 */
export function parseQuantity(text: string): Result<Quantity, QuantityError> {
  const trimmed = text.trim();
  if (trimmed.length > longestText) return fail(outOfRange);
  const parts = trimmed === '' ? null : grammar.exec(trimmed);
  if (!parts) return fail(refusalOf(trimmed));
  const [, sign = '', whole = '', fraction = '', suffixText = ''] = parts;
  const suffix = readSuffix(suffixText);
  if (!suffix) return fail(refusalOf(trimmed));

  const digits = BigInt(`0${whole}${fraction}`);
  const power = (suffix.base === 10 ? suffix.exponent : 0) - fraction.length;
  if (digits !== 0n && String(digits).length + power > largestPower) {
    return fail(outOfRange);
  }
  const factor = suffix.base === 2 ? 2n ** BigInt(suffix.exponent) : 1n;
  let nanos = scaleByPowerOfTen(digits * factor, power + 9);
  if (suffix.format === 'BinarySI' && nanos > largestBinary) nanos = largestBinary;
  const tiny = suffix.format === 'BinarySI' && nanos > 0n && nanos < nanosPerUnit;
  return ok({ nanos: sign === '-' ? -nanos : nanos, format: tiny ? 'DecimalSI' : suffix.format });
}

/** What is wrong, with a spelling only where that one is accepted: `1e999,5` has none. */
function refusalOf(text: string): QuantityError {
  const { suggestion, ...error } = explainQuantityError(text);
  return suggestion && parseQuantity(suggestion.text).ok ? { ...error, suggestion } : error;
}

/** value × 10^power for a value ≥ 0, rounded up. */
function scaleByPowerOfTen(value: bigint, power: number): bigint {
  if (value === 0n) return 0n;
  if (power >= 0) return value * 10n ** BigInt(power);
  // More places than digits: only the rounding is left.
  if (-power > String(value).length) return 1n;
  return divideAwayFromZero(value, 10n ** BigInt(-power));
}

/**
 * The canonical text: no fraction, the largest suffix that loses nothing, no `+`. `1.5` → `1500m`, `1.5Gi` → `1536Mi`,
 * `2000m` → `2`. A binary quantity below 1024 or with a fraction is written with decimal suffixes. Mirrors
 * `CanonicalizeBytes`, except that 1000E and more keep their `E` where Kubernetes 0.36 loses the suffix.
 */
export function formatQuantity(quantity: Quantity): string {
  const { nanos, format } = quantity;
  if (nanos === 0n) return '0';
  if (format !== 'BinarySI') return formatDecimal(nanos, format);
  const small = nanos > -1024n * nanosPerUnit && nanos < 1024n * nanosPerUnit;
  if (small || nanos % nanosPerUnit !== 0n) return formatDecimal(nanos, 'DecimalSI');
  const [mantissa, times] = removeFactors(nanos / nanosPerUnit, 1024n, 6);
  return `${mantissa}${binarySuffix(times * 10)}`;
}

function formatDecimal(nanos: bigint, format: 'DecimalSI' | 'DecimalExponent'): string {
  const most = format === 'DecimalSI' ? (largestDecimalExponent + 9) / 3 : Infinity;
  const [mantissa, times] = removeFactors(nanos, 1000n, most);
  return `${mantissa}${decimalSuffix(times * 3 - 9, format)}`;
}

/** value = mantissa × factor^times with the largest `times` up to `most`. */
function removeFactors(value: bigint, factor: bigint, most: number): [mantissa: bigint, times: number] {
  let mantissa = value;
  let times = 0;
  while (times < most && mantissa % factor === 0n) {
    mantissa /= factor;
    times += 1;
  }
  return [mantissa, times];
}

/**
 * A quantity of so many units (or milli, micro, nano). A fraction is taken as its shortest decimal text says, finer
 * than 1n rounded away from zero. Throws `RangeError` for NaN and infinities.
 */
export function quantityOf(
  value: number | bigint,
  scale: QuantityScale = 'unit',
  format: QuantityFormat = 'DecimalSI',
): Quantity {
  const perScale = nanosPerScale[scale];
  if (typeof value === 'bigint') return { nanos: value * perScale, format };
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a quantity`);
  if (Number.isInteger(value)) return { nanos: BigInt(value) * perScale, format };
  const exact = parseQuantity(String(value));
  if (!exact.ok) throw new RangeError(`${value} is not a quantity`);
  return { nanos: divideAwayFromZero(exact.value.nanos * perScale, nanosPerUnit), format };
}

/** Orders by value alone: `1Gi` equals `1073741824`. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.nanos === b.nanos) return 0;
  return a.nanos < b.nanos ? -1 : 1;
}

/** The sum, in the format of `a`; in that of `b` where `a` is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** The difference, in the format of `a`; in that of `b` where `a` is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** `times` × the quantity, for instance replicas × request. A number must be an integer. */
export function multiplyQuantity(quantity: Quantity, times: number | bigint): Quantity {
  return { nanos: quantity.nanos * BigInt(times), format: quantity.format };
}

/** Thousandths, fractions rounded away from zero: `MilliValue()`. */
export function milliValue(quantity: Quantity): bigint {
  return divideAwayFromZero(quantity.nanos, nanosPerScale.milli);
}

/** Whole units, fractions rounded away from zero: `Value()`. */
export function integerValue(quantity: Quantity): bigint {
  return divideAwayFromZero(quantity.nanos, nanosPerUnit);
}

/** The nearest floating-point number, in units: cores, bytes. */
export function toNumber(quantity: Quantity): number {
  const { nanos } = quantity;
  return nanos % nanosPerUnit === 0n ? Number(nanos / nanosPerUnit) : Number(nanos) / 1e9;
}

function divideAwayFromZero(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (value % divisor === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}
