/** A closed range of numbers, `lower` ≤ `upper`. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Throws `RangeError` where the bounds are not in order or not numbers. */
export function interval(lower: number, upper: number): Interval {
  if (!(lower <= upper)) throw new RangeError(`an interval needs lower ≤ upper, not ${lower} and ${upper}`);
  return { lower, upper };
}

/** Every sum of a value of `a` and a value of `b`. */
export function addIntervals(a: Interval, b: Interval): Interval {
  return { lower: a.lower + b.lower, upper: a.upper + b.upper };
}

/** Every difference of a value of `a` and a value of `b`. */
export function subtractIntervals(a: Interval, b: Interval): Interval {
  return { lower: a.lower - b.upper, upper: a.upper - b.lower };
}

/** Every product of a value of `a` and a value of `b`. */
export function multiplyIntervals(a: Interval, b: Interval): Interval {
  const products = [a.lower * b.lower, a.lower * b.upper, a.upper * b.lower, a.upper * b.upper];
  return { lower: Math.min(...products), upper: Math.max(...products) };
}

/** A negative factor swaps the bounds. */
export function scaleInterval(range: Interval, factor: number): Interval {
  const [a, b] = [range.lower * factor, range.upper * factor];
  return a <= b ? { lower: a, upper: b } : { lower: b, upper: a };
}

export function intervalContains(range: Interval, value: number): boolean {
  return value >= range.lower && value <= range.upper;
}

/** The smallest interval that holds both. */
export function hullOfIntervals(a: Interval, b: Interval): Interval {
  return { lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
}
