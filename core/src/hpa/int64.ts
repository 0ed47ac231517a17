/**
 * The controller's integers. It counts every metric in int64 thousandths ("milli") and every replica count in int32, and
 * an overflow wraps round. A `number` holds such a value while it is a safe integer, a `bigint` beyond: sums of CPU and
 * of requests per second stay in fast arithmetic, petabytes of memory stay exact.
 */
export type Milli = number | bigint;

export const maxInt32 = 2_147_483_647;
export const minInt32 = -2_147_483_648;
export const maxInt64 = 9_223_372_036_854_775_807n;
export const minInt64 = -9_223_372_036_854_775_808n;

/** The shortest form of an int64: `number` when it is safe, wrapped to 64 bits otherwise. */
export function toInt64(value: Milli): Milli {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const wrapped = BigInt.asIntN(64, BigInt(value));
  const asNumber = Number(wrapped);
  return Number.isSafeInteger(asNumber) ? asNumber : wrapped;
}

export function addInt64(a: Milli, b: Milli): Milli {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toInt64(BigInt(a) + BigInt(b));
}

export function multiplyInt64(a: Milli, b: Milli): Milli {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  return toInt64(BigInt(a) * BigInt(b));
}

/** Division towards zero, as Go divides. The divisor is not 0. */
export function divideInt64(a: Milli, b: Milli): Milli {
  // `+ 0` makes of -0 a plain 0.
  if (typeof a === 'number' && typeof b === 'number') return (a - (a % b)) / b + 0;
  return toInt64(BigInt(a) / BigInt(b));
}

/** The low 32 bits: what Go's `int32(x)` makes of an int64. */
export function truncateToInt32(value: Milli): number {
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
}

/**
 * What Go's `int32(x)` makes of a float64 on amd64: the fraction is cut off; NaN and anything outside of int32 become
 * the smallest int32. (arm64 saturates instead. The controller guards the places where metrics of a usual size could
 * get there.)
 */
export function floatToInt32(value: number): number {
  const whole = Math.trunc(value);
  return whole >= minInt32 && whole <= maxInt32 ? whole | 0 : minInt32;
}

/** What Go's `int64(x)` makes of a float64 on amd64: out of range and NaN become the smallest int64. */
export function floatToInt64(value: number): Milli {
  const whole = Math.trunc(value) + 0;
  if (Number.isSafeInteger(whole)) return whole;
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : minInt64;
}
