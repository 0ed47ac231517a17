/** ln 2 in two parts, of which the first has zeros at its end, so that a small multiple of it is exact. */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Of the rational approximation of e^r for |r| ≤ ½ ln 2 (Sun's fdlibm, 1993), from r² upwards. */
const COEFFICIENTS: readonly [number, number, number, number, number] = [
  1.66666666666666657415e-1, -2.77777777770155933842e-3, 6.6137563214379343612e-5, -1.6533902205465251539e-6,
  4.13813679705723846039e-8,
];

/**
 * `2^x` to the last bit as Go's math.Exp2 computes it on amd64: x is split into its nearest whole number and a rest, and e to
 * the rest × ln 2 comes from fdlibm's approximation. The `**` operator now and then differs in the last bit, and where a
 * percentile falls exactly between two buckets (memory peaks that are a half-life apart do that) one bit decides which.
 *
 * For x ≤ 1000; far below 0 the answer is 0.
 */
export function exp2(x: number): number {
  const whole = x < 0 ? Math.ceil(x - 0.5) : Math.floor(x + 0.5);
  const rest = x - whole;
  const high = rest * LN2_HIGH;
  const low = -rest * LN2_LOW;
  const r = high - low;
  const square = r * r;
  const [c1, c2, c3, c4, c5] = COEFFICIENTS;
  const correction = r - square * (c1 + square * (c2 + square * (c3 + square * (c4 + square * c5))));
  const fraction = 1 - (low - (r * correction) / (2 - correction) - high);
  return fraction * 2 ** whole;
}
